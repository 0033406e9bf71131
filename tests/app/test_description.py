"""The API is as it describes itself; `make soak` asks ten times as often."""

from __future__ import annotations

import json
import re

import pytest
from starlette.testclient import TestClient

from app.frame import MEDIA_TYPE
from tests.described import contradictions
from tests.drawings import drawing_of
from tests.serving import Server

PREDICTIONS = "/api/models/lenet5/predictions"
EIGHT = drawing_of(8)


@pytest.mark.process
def test_nothing_that_is_asked_contradicts_the_description(wired: Server) -> None:
    count, wrong = contradictions(wired.address, examples=5, seed=1)
    assert wrong == ""
    assert count > 300


def test_the_api_description_is_true(client: TestClient) -> None:
    schema = client.get("/openapi.json").json()
    assert set(schema["paths"]) == {
        "/healthz",
        "/readyz",
        "/api/models",
        "/api/models/{name}",
        "/api/models/{name}/card",
        "/api/models/{name}/predictions",
        "/api/models/{name}/weights/{sha256}",
        "/api/addresses",
        "/api/channel",
        "/api/models/{name}/pen-traces",
        "/api/models/{name}/training-steps",
        "/api/films",
        "/api/films/{name}",
        "/api/films/{name}/file/{sha256}",
        "/api/films/{name}/readings",
        "/api/variants/readings",
        "/api/runs",
        "/api/runs/{run}",
        "/api/runs/{run}/commands",
        "/api/runs/{run}/events",
        "/api/runs/{run}/film",
        "/api/runs/{run}/script",
        "/api/runs/{run}/weights",
        "/api/samples",
        "/api/samples/{key}",
    }
    assert set(client.options("/api/runs").headers["allow"].split(", ")) == {"GET", "POST"}
    operation = schema["paths"]["/api/models/{name}/predictions"]["post"]
    assert set(operation["responses"]["200"]["content"]) == {"application/json", MEDIA_TYPE}
    assert set(operation["responses"]) == {"200", "4XX", "5XX"}
    assert "HTTPValidationError" not in schema["components"]["schemas"]
    refusal = schema["components"]["schemas"]["Refusal"]["properties"]
    assert set(client.post(PREDICTIONS, content=b"no").json()) == set(refusal)
    body = operation["requestBody"]["content"]["application/json"]["schema"]
    assert body["required"] == ["strokes"]
    prediction = schema["components"]["schemas"]["Prediction"]["properties"]
    answer = client.post(PREDICTIONS, json={"strokes": EIGHT.strokes}).json()
    assert set(answer) == set(prediction)


def test_whatever_the_api_description_refers_to_is_there(client: TestClient) -> None:
    text = client.get("/openapi.json").text
    references = set(re.findall(r'"\$ref":\s*"#/([^"]+)"', text))
    assert len(references) > 20
    for reference in references:
        part = json.loads(text)
        for key in reference.split("/"):
            assert key in part, reference
            part = part[key]
