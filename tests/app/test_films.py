"""Films over HTTP and on the live channel: PyTorch with the weights of a moment is the judge."""

from __future__ import annotations

import base64
import gzip
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from starlette.testclient import TestClient
from torch import nn

from app.services import films
from models._film import Film, in_moments, read_film, write_film
from models._registry import create_model
from models.forward.describing import describe
from models.forward.tracing import trace
from models.ink.preprocess import preprocess
from models.training.changes import change
from models.training.recipe import Recipe
from models.training.recording import load
from tests.app.channel import EIGHT, draw, greeted
from tests.app.conftest import MakeClient
from tests.frames import decode_frame

MOMENTS = 4


def film_of(name: str = "lenet5", activation: str = "") -> Film:
    """Moments that are networks of four seeds, drawn wide enough to answer otherwise."""
    states = []
    for seed in range(MOMENTS):
        torch.manual_seed(seed)
        state = create_model(name).state_dict()
        states.append({key: (2 * value).numpy() for key, value in state.items()})
    curve = np.linspace(2, 1, MOMENTS).astype(np.float32)
    return Film(
        network=name,
        settings={"seed": 7, "activation": activation, "validation": "mnist-validation"},
        of_steps=50,
        steps=np.array([0, 1, 10, 50], np.int32),
        losses=np.array([[1, 2.3], [2, np.inf]], np.float32),
        validation_loss=np.where(curve > 1.9, np.nan, curve).astype(np.float32),
        validation_accuracy=1 - curve / 2,
        confusion=np.ones((MOMENTS, 10, 10), np.int32),
        weights={key: in_moments([state[key] for state in states]) for key in states[0]},
        rounding=0.001,
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("films")
    write_film(film_of(), made / "good.film")
    write_film(film_of("residual_8"), made / "residual.film")
    write_film(film_of(activation="sigmoid"), made / "sigmoid.film")
    write_film(replace(film_of(), weights={}), made / "curves.film")
    write_film(replace(film_of(), network="nobody"), made / "stranger.film")
    content = (made / "good.film").read_bytes()
    (made / "broken.film").write_bytes(content[:40])
    (made / "cut.film").write_bytes(content[: len(content) // 2])
    return made


@pytest.fixture
def watched(make_client: MakeClient, folder: Path) -> TestClient:
    return make_client(films=folder)


def network_at(moment: int, activation: str = "", name: str = "lenet5") -> nn.Module:
    network = create_model(name)
    change(network, Recipe(activation=activation))
    load(network, film_of(name).weights_at(moment))
    return network.eval()


def image() -> torch.Tensor:
    return torch.from_numpy(preprocess(EIGHT.strokes))[None]


def probabilities(moment: int, activation: str = "", name: str = "lenet5") -> np.ndarray:
    with torch.inference_mode():
        return network_at(moment, activation, name)(image()).softmax(1)[0].numpy()


def test_films_are_listed_and_broken_ones_say_why(watched: TestClient) -> None:
    listed = {each["name"]: each for each in watched.get("/api/films").json()["films"]}
    assert list(listed) == ["broken", "curves", "cut", "good", "residual", "sigmoid", "stranger"]
    good = listed["good"]
    assert (good["network"], good["of_steps"], good["moments"]) == ("lenet5", 50, MOMENTS)
    assert (good["reads"], good["on_stage"], good["problem"]) == (True, True, None)
    assert (listed["curves"]["reads"], listed["curves"]["on_stage"]) == (False, False)
    assert (listed["sigmoid"]["reads"], listed["sigmoid"]["on_stage"]) == (True, False)
    assert "broken.film" in listed["broken"]["problem"]
    assert "nobody" in listed["stranger"]["problem"]
    for name in ("broken", "stranger", "cut"):
        for answer in (
            watched.get(f"/api/films/{name}"),
            watched.post(f"/api/films/{name}/readings", json={"strokes": EIGHT.strokes}),
        ):
            assert answer.status_code == 503
            assert answer.json()["detail"].startswith(f"the film {name} cannot be shown: ")
    assert watched.get("/api/films/good").status_code == 200
    assert watched.get("/readyz").status_code == 200


def test_a_film_tells_its_curves_with_null_for_what_is_not_finite(watched: TestClient) -> None:
    told, film = watched.get("/api/films/good").json(), film_of()
    assert told["steps"] == [0, 1, 10, 50]
    assert told["losses"] == [[1, pytest.approx(2.3)], [2, None]]
    assert told["validation_loss"][0] is None
    assert told["validation_loss"][1:] == pytest.approx(film.validation_loss[1:].tolist())
    assert told["confusion"] == film.confusion.tolist()
    first, last = (film.weights_at(at)["conv1.weight"] for at in (0, 3))
    assert told["moved"]["conv1"][0] == 0
    assert told["moved"]["conv1"][3] == pytest.approx(np.sqrt(np.mean((last - first) ** 2)))
    assert list(told["moved"]) == ["conv1", "conv2", "fc1", "fc2", "fc3"]


def test_every_moment_reads_as_pytorch_does_with_its_weights(watched: TestClient) -> None:
    read = watched.post("/api/films/good/readings", json={"strokes": EIGHT.strokes}).json()
    assert (read["steps"], read["answer"]) == ([0, 1, 10, 50], "digit")
    for moment, outcome in enumerate(read["outcomes"]):
        np.testing.assert_allclose(outcome, probabilities(moment), atol=1e-5)
    assert len({int(np.argmax(outcome)) for outcome in read["outcomes"]}) > 1
    blank = watched.post("/api/films/good/readings", json={"strokes": []}).json()
    assert blank["outcomes"] == [[0.0] * 10] * MOMENTS
    pixels = base64.b64encode(np.rint(image().numpy() * 255).astype(np.uint8).tobytes()).decode()
    asked = {"strokes": [], "pixels": pixels}
    again = watched.post("/api/films/good/readings", json=asked).json()
    np.testing.assert_allclose(again["outcomes"], read["outcomes"], atol=0.02)


def test_a_network_whose_own_weights_are_equal_in_places_reads_with_those_of_a_film(
    watched: TestClient,
) -> None:
    answer = watched.post("/api/films/residual/readings", json={"strokes": EIGHT.strokes})
    assert answer.status_code == 200, answer.text
    outcomes = answer.json()["outcomes"]
    assert len(outcomes) == len(answer.json()["steps"]) > 1
    for moment, outcome in enumerate(outcomes):
        np.testing.assert_allclose(outcome, probabilities(moment, name="residual_8"), atol=1e-4)


def test_another_activation_reads_as_it_was_taught(watched: TestClient) -> None:
    read = watched.post("/api/films/sigmoid/readings", json={"strokes": EIGHT.strokes}).json()
    for moment, outcome in enumerate(read["outcomes"]):
        np.testing.assert_allclose(outcome, probabilities(moment, "sigmoid"), atol=1e-5)
    assert not np.allclose(read["outcomes"][3], probabilities(3), atol=1e-2)


def test_the_live_channel_shows_the_maps_of_a_moment_and_nobody_else_sees_it(
    watched: TestClient,
) -> None:
    names = [operation.name for operation in describe(create_model("lenet5")).operations]
    how = {"layers": ["conv1", "fc2"], "film": {"name": "good", "moment": 2}}
    with greeted(watched) as one, greeted(watched) as other:
        for seq in range(1, 5):
            one.send_json(draw(seq, exact=True, **how))
            other.send_json(draw(seq, layers=["conv1", "fc2"], exact=True))
            filmed, current = (decode_frame(each.receive_bytes()) for each in (one, other))
            expected = trace(network_at(2), image())
            np.testing.assert_allclose(filmed.probabilities, probabilities(2), atol=1e-5)
            for operation in ("conv1", "relu1", "fc2"):
                values = filmed.tensors[names.index(operation)]
                activation = expected.activations[operation][0].flatten()
                np.testing.assert_allclose(values, activation, atol=1e-4)
            assert not np.allclose(filmed.probabilities, current.probabilities, atol=1e-2)
        one.send_json({"type": "extend", "seq": 9, "at": [0, 0], "points": []})
        assert one.receive_json()["error"] == "out_of_step"
        at = [len(EIGHT.strokes) - 1, len(EIGHT.strokes[-1])]
        one.send_json({"type": "extend", "seq": 10, "at": at, "points": []})
        kept = decode_frame(one.receive_bytes())
        np.testing.assert_allclose(kept.probabilities, probabilities(2), atol=1e-4)
        one.send_json(draw(11))
        now = decode_frame(one.receive_bytes())
        np.testing.assert_allclose(now.probabilities, current.probabilities, atol=1e-4)


def test_a_prediction_can_be_asked_of_a_moment(watched: TestClient) -> None:
    asked = {"strokes": EIGHT.strokes, "film": {"name": "good", "moment": 1}}
    told = watched.post("/api/models/lenet5/predictions", json=asked).json()
    np.testing.assert_allclose(told["outcomes"]["digit"], probabilities(1), atol=1e-5)
    assert told["looks_like_digit"] is True


@pytest.mark.parametrize(
    ("film", "network", "says"),
    [
        ({"name": "none", "moment": 0}, "lenet5", "no film 'none'"),
        ({"name": "good", "moment": 4}, "lenet5", "moments 0 to 3"),
        ({"name": "good", "moment": 0}, "dense", "of the network 'lenet5'"),
        ({"name": "curves", "moment": 0}, "lenet5", "curves alone"),
        ({"name": "sigmoid", "moment": 0}, "lenet5", "taught with sigmoid"),
        ({"name": "broken", "moment": 0}, "lenet5", "cannot be shown"),
        ({"name": "cut", "moment": 0}, "lenet5", "cannot be shown"),
        ({"name": "good", "moment": -1}, "lenet5", "greater than or equal to 0"),
    ],
)
def test_what_a_film_does_not_have_is_refused_on_both_ways(
    watched: TestClient, film: dict[str, object], network: str, says: str
) -> None:
    asked = {"strokes": EIGHT.strokes, "film": film}
    refused = watched.post(f"/api/models/{network}/predictions", json=asked)
    assert says in refused.json()["detail"]
    with greeted(watched) as socket:
        socket.send_json(draw(film=film, network=network, layers=[]))
        assert says in socket.receive_json()["detail"]
        socket.send_json(draw(2))
        assert decode_frame(socket.receive_bytes()).seq == 2


def test_readings_that_make_no_sense_are_refused(watched: TestClient) -> None:
    for name, body, status in (
        ("none", {"strokes": []}, 404),
        ("curves", {"strokes": []}, 409),
        ("good", {"strokes": [], "explain": True}, 409),
        ("good", {"strokes": [], "film": {"name": "good", "moment": 0}}, 409),
        ("good", {"strokes": [], "pixels": "AAAA"}, 409),
        ("good", {"strokes": [], "off": ["shortcut1"]}, 404),
        ("good", {"strokes": 3}, 400),
    ):
        answer = watched.post(f"/api/films/{name}/readings", json=body)
        assert answer.status_code == status, (name, body, answer.text)


def test_the_file_is_the_film_and_its_address_names_its_content(
    watched: TestClient, folder: Path, tmp_path: Path
) -> None:
    name = watched.get("/api/films/good").json()["file"]
    answer = watched.get(f"/api/films/good/file/{name}")
    assert "immutable" in answer.headers["cache-control"]
    assert answer.content == gzip.decompress((folder / "good.film").read_bytes())
    (tmp_path / "again.film").write_bytes(gzip.compress(answer.content))
    assert read_film(tmp_path / "again.film").network == "lenet5"
    assert watched.get(f"/api/films/good/file/{'0' * 64}").status_code == 404


def test_only_the_last_films_are_kept(watched: TestClient, folder: Path) -> None:
    kept = watched.app.state.films  # type: ignore[attr-defined]
    for at in range(films.KEPT + 2):
        write_film(film_of(), folder / f"more{at}.film")
    try:
        many = films.Films(folder, kept._zoo)
        for at in range(films.KEPT + 2):
            many.film(f"more{at}")
        assert [name for name, _ in many._films] == [f"more{at}" for at in range(2, films.KEPT + 2)]
        asked = [(f"more{at}", moment) for at in range(films.KEPT + 2) for moment in range(4)]
        for name, moment in asked:
            assert many.cost_of(name, [moment]) == films.COLD
            many.network_at(name, moment)
        assert list(many._networks) == asked[-films.KEPT_NETWORKS :]
        name, moment = asked[-1]
        assert many.cost_of(name, [moment]) == 0
        assert many.network_at(name, moment) is many.network_at(name, moment)
    finally:
        for at in range(films.KEPT + 2):
            (folder / f"more{at}.film").unlink()


def test_a_film_that_vanishes_is_told_and_the_server_lives(
    make_client: MakeClient, tmp_path: Path
) -> None:
    write_film(film_of(), tmp_path / "gone.film")
    client = make_client(films=tmp_path)
    assert client.get("/api/films").json()["films"][0]["problem"] is None
    (tmp_path / "gone.film").unlink()
    answer = client.post("/api/films/gone/readings", json={"strokes": EIGHT.strokes})
    assert answer.status_code == 503
    assert "gone.film is missing" in answer.json()["detail"]
    assert client.get("/readyz").status_code == 200
