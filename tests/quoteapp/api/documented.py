"""Reading the OpenAPI document."""

import re


def resolved(node, document):
    """The node with every `$ref` replaced by what it names, and `nullable` by a null type."""
    if isinstance(node, list):
        return [resolved(item, document) for item in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        target = document
        for part in node["$ref"].removeprefix("#/").split("/"):
            target = target[part]
        return resolved(target, document)
    plain = {name: resolved(item, document) for name, item in node.items() if name != "nullable"}
    if isinstance(node.get("properties"), dict):
        # Answers may gain fields for whoever reads them; what we answer must all be documented.
        plain.setdefault("additionalProperties", False)
    return {"anyOf": [plain, {"type": "null"}]} if node.get("nullable") is True else plain


def schema_of(document, method, path, status):
    response = resolved(document["paths"][path][method]["responses"][status], document)
    return response["content"]["application/json"]["schema"]


def operations(document):
    """Every operation by its id."""
    found = [operation for item in document["paths"].values() for operation in item.values()]
    return {operation["operationId"]: operation for operation in found}


def schemas_of_answers(document):
    """Those that a response reaches, by name."""
    todo = [operation["responses"] for operation in operations(document).values()]
    todo.append(document["components"]["responses"])
    found = {}
    while todo:
        node = todo.pop()
        if isinstance(node, dict) and str(node.get("$ref", "")).count("/schemas/"):
            name = node["$ref"].rpartition("/")[2]
            if name not in found:
                found[name] = document["components"]["schemas"][name]
                todo.append(found[name])
        elif isinstance(node, dict | list):
            todo += node.values() if isinstance(node, dict) else node
    return found


def errors_in(document):
    """Every error answer, as (operation, status, answer); `*` has those that all share."""
    for id_, operation in operations(document).items():
        for status, answer in operation["responses"].items():
            if status.startswith(("4", "5")):
                yield id_, status, answer
            elif status == "default":
                assert answer == {"$ref": "#/components/responses/AnyOtherError"}
    yield "*", "default", document["components"]["responses"]["AnyOtherError"]


def codes_in(answer):
    return answer["headers"]["Error-Code"]["schema"]["enum"]


def template_of(document, method, path):
    """The path of the document that this one is asked by; None where it has none."""
    for template, item in document["paths"].items():
        form = re.sub(r"\{\w+\}", "[^/]+", template)
        if re.fullmatch(form, path.partition("?")[0]) and method in item:
            return template
    return None
