/** The dialog that shows a chosen file and asks for its caption before it is sent. */

import { byId, plainName } from "./build.js";
import { fileSize } from "./times.js";

const PREVIEW_PX = 320;

/** Opens the file chooser. */
export function chooseFile() {
  byId("file").click();
}

/** @param {(file: File, caption: string) => void} onSend */
export function listenToUploads(onSend) {
  const input = byId("file");
  const dialog = byId("upload");
  input.addEventListener("change", () => show(input.files[0]));
  dialog.addEventListener("close", () => {
    const [file] = input.files;
    if (dialog.returnValue === "send" && file) onSend(file, byId("caption").value);
    // Else choosing the same file again would be no change.
    input.value = "";
  });
  byId("caption").addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    dialog.close("send");
  });
}

/** @param {File|undefined} file */
async function show(file) {
  if (!file) return;
  byId("upload-name").textContent = plainName(file.name);
  byId("upload-size").textContent = fileSize(file.size);
  byId("caption").value = "";
  byId("upload-preview").hidden = true;
  byId("upload").returnValue = "";
  byId("upload").showModal();
  byId("caption").focus();
  if (file.type.startsWith("image/")) await preview(file);
}

/** Drawn on a canvas, since the page's security policy allows no images but the server's. */
async function preview(file) {
  const bitmap = await createImageBitmap(file).catch(() => null);
  if (!bitmap) return;
  const canvas = byId("upload-preview");
  const scale = Math.min(1, PREVIEW_PX / Math.max(bitmap.width, bitmap.height));
  canvas.width = Math.round(bitmap.width * scale);
  canvas.height = Math.round(bitmap.height * scale);
  canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  canvas.hidden = false;
}
