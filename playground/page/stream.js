/** Listens to the server's events for as long as the page lives, and comes back after every break. */

const RETRY_MS = 1000;

/**
 * `onOpen` is called at every (re)connection: what happened in between is not repeated by the server,
 * so the listener must fetch the state anew.
 * @param {{onOpen: () => void, onLost: () => void, onEvent: (event: any) => void}} listener
 */
export function listen(listener) {
  const source = new EventSource("/_ctl/events");
  source.onopen = () => listener.onOpen();
  source.onmessage = (event) => listener.onEvent(JSON.parse(event.data));
  source.onerror = () => {
    // Browsers differ in whether they try again after a refused connection: we always do it ourselves.
    source.close();
    listener.onLost();
    setTimeout(() => listen(listener), RETRY_MS);
  };
}
