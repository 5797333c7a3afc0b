"""Checks requests, replies and updates against Telegram's Bot API as data (playground/bot_api.json).

It knows names, types and what is required; nothing unknown is let through. What the data does not say
(lengths, HTML, exactly-one-of) is for playground.limits and the methods.
"""

from collections.abc import Callable, Mapping
from typing import Any

import orjson

from playground.files import Upload
from playground.prune import PRUNED

Problem = str | None
Check = Callable[[Any], Problem]

_ARRAY_OF = "Array of "


def _is_integer(value: Any) -> Problem:
    return None if type(value) is int else f"expected Integer, got {_named(value)}"


def _is_float(value: Any) -> Problem:
    return None if type(value) in (int, float) else f"expected Float, got {_named(value)}"


def _is_string(value: Any) -> Problem:
    return None if type(value) is str else f"expected String, got {_named(value)}"


def _is_boolean(value: Any) -> Problem:
    return None if type(value) is bool else f"expected Boolean, got {_named(value)}"


def _is_upload(value: Any) -> Problem:
    return None if type(value) is Upload else f"expected an uploaded file, got {_named(value)}"


def _named(value: Any) -> str:
    return {
        dict: "Object",
        list: "Array",
        str: "String",
        int: "Integer",
        bool: "Boolean",
        type(None): "null",
    }.get(type(value), type(value).__name__)


class Spec:
    """The Bot API, compiled into one check a method and a type. A check answers None or the first problem."""

    def __init__(self, api: Mapping[str, Any]) -> None:
        self.methods: dict[str, dict[str, list[str]]] = {}
        self._definitions: Mapping[str, Any] = api["types"]
        self._checks: dict[str, Check] = {
            "Integer": _is_integer,
            "Float": _is_float,
            "String": _is_string,
            "Boolean": _is_boolean,
            "InputFile": _is_upload,
        }
        self._requests: dict[str, Check] = {}
        self._replies: dict[str, Check] = {}
        for name, method in api["methods"].items():
            self.methods[name] = method["required"] | method["optional"]
            self._requests[name] = self._object(method["required"], method["optional"])
            self._replies[name] = self._any_of(method["returns"])

    def request(self, method: str, parameters: Mapping[str, Any]) -> Problem:
        """What is wrong with the parameters of a call of `method`, or None."""
        return self._requests[method](parameters)

    def reply(self, method: str, result: Any) -> Problem:
        """What is wrong with the result of a call of `method`, or None."""
        return self._replies[method](result)

    def value(self, type_name: str, value: Any) -> Problem:
        """What keeps `value` from being a `type_name` (such as "Update" or "Array of User"), or None."""
        return self._check(type_name)(value)

    def _check(self, name: str) -> Check:
        check = self._checks.get(name)
        if check is None:
            check = self._checks[name] = self._later(name)
            check = self._checks[name] = self._compiled(name)
        return check

    def _later(self, name: str) -> Check:
        # Some types contain themselves: while one is being compiled, it is looked up when used.
        return lambda value: self._checks[name](value)

    def _compiled(self, name: str) -> Check:
        if name.startswith(_ARRAY_OF):
            return self._array(name.removeprefix(_ARRAY_OF))
        definition = self._definitions[name]
        if "subtypes" in definition:
            return self._any_of(definition["subtypes"])
        return self._object(definition["required"], definition["optional"])

    def _array(self, item: str) -> Check:
        check = self._check(item)

        def check_array(value: Any) -> Problem:
            if type(value) is not list:
                return f"expected Array of {item}, got {_named(value)}"
            for index, element in enumerate(value):
                if problem := check(element):
                    return f"[{index}]: {problem}"
            return None

        return check_array

    def _any_of(self, names: list[str]) -> Check:
        checks = [self._check(name) for name in names]
        if len(checks) == 1:
            return checks[0]

        def check_alternatives(value: Any) -> Problem:
            problems = []
            for check in checks:
                problem = check(value)
                if problem is None:
                    return None
                problems.append(problem)
            return f"fits none of {', '.join(names)} ({'; '.join(dict.fromkeys(problems))})"

        return check_alternatives

    def _object(self, required: dict[str, list[str]], optional: dict[str, list[str]]) -> Check:
        checks: dict[str, Check] = {}

        def check_object(value: Any) -> Problem:
            if type(value) is not dict:
                return f"expected an Object, got {_named(value)}"
            if not checks:
                checks.update({name: self._any_of(types) for name, types in (required | optional).items()})
            for name in required:
                if name not in value:
                    return f"{name} is missing"
            for name, element in value.items():
                check = checks.get(name)
                if check is None:
                    return f"{name} is unknown"
                if problem := check(element):
                    return f"{name}: {problem}"
            return None

        return check_object


def load() -> Spec:
    """The Bot API that the toy speaks."""
    return Spec(orjson.loads(PRUNED.read_bytes()))
