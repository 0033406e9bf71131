"""Live runs over HTTP and on the live channel: begun, watched by three, steered, and repeated."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from safetensors.torch import load
from starlette.testclient import TestClient

from app.services import run_folder
from app.services.run_folder import CHILD, OWNER, shared_runs
from app.services.runs import Runs
from models._film import read_film
from models.training.live_folder import COMMANDS, FILM, append
from tests.app import dying_run
from tests.app.channel import EIGHT, greeted
from tests.app.conftest import MakeClient
from tests.serving import ROOT, anew, start_server

TINY = {"network": "dense", "images": 40, "batch_size": 10, "epochs": 25, "dropout": 0.2}

DRAWN = {"data": "strokes", "held_out": "strokes"}
"""From a hall's few drawings: nothing has to be made before the first step."""

PATIENCE = 240.0


def begin(client: TestClient, device: str = "device-one", **changes: object) -> dict[str, Any]:
    body = {"device": device, "settings": {**TINY, **changes}}
    answer = client.post("/api/runs", json=body)
    assert answer.status_code == 200, answer.text
    begun: dict[str, Any] = answer.json()
    return begun


def steer(client: TestClient, begun: dict[str, Any], do: str, **more: object) -> dict[str, Any]:
    body = {"key": begun["key"], "do": do, **more}
    answer = client.post(f"/api/runs/{begun['run']['name']}/commands", json=body)
    assert answer.status_code == 200, answer.text
    state: dict[str, Any] = answer.json()
    return state


def until(client: TestClient, name: str, is_so: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    """The run's state once it is so."""
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends:
        state: dict[str, Any] = client.get(f"/api/runs/{name}").json()
        if is_so(state):
            return state
        time.sleep(0.1)
    raise AssertionError(state)


def is_over(state: dict[str, Any]) -> bool:
    return state["status"] == "ended"


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of data with a hall's own drawings."""
    folder = tmp_path_factory.mktemp("hall")
    (folder / "strokes").mkdir()
    shutil.copy(ROOT / "tests" / "golden" / "drawings.jsonl", folder / "strokes")
    return folder


@pytest.fixture(scope="module")
def finished(hall: Path) -> Iterator[tuple[TestClient, str]]:
    """A server, and a run on a hall's drawings that was paused, stepped, sped up and finished."""
    from app.main import create_app
    from app.settings import Settings

    with TestClient(create_app(Settings(data=hall))) as client:
        client.app.state.runs.nice = 0  # type: ignore[attr-defined]
        assert '<option value="strokes">' in client.get("/train").text
        begun = begin(client, **DRAWN)
        name = begun["run"]["name"]
        steer(client, begun, "pause")
        until(client, name, lambda state: state["status"] == "paused")
        steer(client, begun, "one_batch")
        before = until(client, name, lambda state: state["moments"] >= 2)["step"]
        told = steer(client, begun, "step_size", learning_rate=0.05)
        assert told["of_steps"] == 100
        until(client, name, lambda state: state["learning_rate"] == 0.05)
        assert before < 100
        steer(client, begun, "go_on")
        assert until(client, name, is_over)["why"] == "finished"
        yield client, name


@pytest.mark.slow
def test_a_script_repeats_a_run_bit_for_bit(
    finished: tuple[TestClient, str], hall: Path, tmp_path: Path
) -> None:
    client, name = finished
    script = client.get(f"/api/runs/{name}/script")
    assert "attachment" in script.headers["content-disposition"]
    (tmp_path / "again.py").write_text(script.text)
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "INKLING_DATA": str(hall)}
    asked = [sys.executable, "again.py"]
    subprocess.run(asked, cwd=tmp_path, env=environment, check=True, stdout=subprocess.DEVNULL)
    weights = client.get(f"/api/runs/{name}/weights").content
    assert (tmp_path / f"{name}.safetensors").read_bytes() == weights
    assert load(weights)["fc1.weight"].shape == (32, 784)


@pytest.mark.slow
def test_a_run_is_a_film_of_its_own_that_no_list_has(
    finished: tuple[TestClient, str], tmp_path: Path
) -> None:
    client, name = finished
    film = client.get(f"/api/films/{name}").json()
    assert (film["network"], film["steps"][0], film["steps"][-1]) == ("dense", 0, 100)
    assert film["settings"]["step_sizes"][-1][1] == 0.05
    assert name not in [each["name"] for each in client.get("/api/films").json()["films"]]
    read = client.post(f"/api/films/{name}/readings", json={"strokes": EIGHT.strokes}).json()
    assert read["steps"] == film["steps"]
    assert len(read["outcomes"]) == len(film["steps"])
    assert all(sum(outcome) == pytest.approx(1, abs=1e-3) for outcome in read["outcomes"])
    assert client.get(f"/api/films/{name}/file/{film['file']}").status_code == 200
    (tmp_path / "kept.film").write_bytes(client.get(f"/api/runs/{name}/film").content)
    assert read_film(tmp_path / "kept.film").steps.tolist() == film["steps"]


@pytest.mark.slow
def test_three_watch_a_run_and_a_slow_one_gets_all_at_once(
    finished: tuple[TestClient, str],
) -> None:
    client, name = finished
    every = client.get(f"/api/runs/{name}/events").json()
    losses = [pair for each in every["events"] for pair in each.get("losses", [])]
    assert [step for step, _ in losses] == list(range(1, 101))
    begun = begin(client, "device-two")
    new = begun["run"]["name"]
    with greeted(client) as one, greeted(client) as two, greeted(client) as slow:
        steps: dict[str, list[int]] = {"one": [], "two": [], "slow": []}
        for watcher in (one, two, slow):
            watcher.send_json({"type": "watch", "run": new, "after": 0})
        for who, watcher in (("one", one), ("two", two)):
            after, has_ended = 0, False
            while not has_ended:
                told = watcher.receive_json()
                assert (told["type"], told["run"]) == ("run", new)
                after, kinds = told["next"], [each["type"] for each in told["events"]]
                has_ended = "ended" in kinds
                steps[who] += [
                    step for each in told["events"] for step, _ in each.get("losses", [])
                ]
                if not has_ended:
                    watcher.send_json({"type": "watch", "run": new, "after": after})
        # The slow one has one answer waiting, and asks for all the rest only now.
        first = slow.receive_json()
        slow.send_json({"type": "watch", "run": new, "after": first["next"]})
        rest = slow.receive_json()
        for told in (first, rest):
            steps["slow"] += [step for each in told["events"] for step, _ in each.get("losses", [])]
        assert steps["one"] == steps["two"] == steps["slow"] == list(range(1, 101))
        slow.send_json({"type": "watch", "run": "run-00000000", "after": 0})
        assert slow.receive_json()["error"] == "unknown_run"


@pytest.mark.slow
def test_one_goes_on_others_wait_and_each_browser_has_one(
    make_client: MakeClient, hall: Path
) -> None:
    client = make_client(wait=False, data=hall)
    client.app.state.runs.nice = 0  # type: ignore[attr-defined]
    first = begin(client, "device-one", epochs=1_000, **DRAWN)
    name = first["run"]["name"]
    second = begin(client, "device-two")
    third = begin(client, "device-three", epochs=1, **DRAWN)
    refused = client.post("/api/runs", json={"device": "device-one", "settings": TINY})
    assert (refused.status_code, refused.json()["error"]) == (429, "too_many_runs")
    refused = client.post("/api/runs", json={"device": "device-four", "settings": TINY})
    assert refused.json()["error"] == "too_many_runs"
    until(client, name, lambda state: state["status"] in ("preparing", "running"))
    waiting = client.get(f"/api/runs/{third['run']['name']}").json()
    assert (waiting["status"], waiting["place"]) == ("waiting", 2)
    assert steer(client, second, "stop")["why"] == "stopped"
    assert client.get(f"/api/runs/{third['run']['name']}").json()["place"] == 1
    wrong = {"key": "somebody-else", "do": "stop"}
    answer = client.post(f"/api/runs/{name}/commands", json=wrong)
    assert (answer.status_code, answer.json()["error"]) == (403, "wrong_key")
    steer(client, first, "stop")
    until(client, name, is_over)
    assert until(client, third["run"]["name"], is_over)["why"] == "finished"
    again = {"key": first["key"], "do": "go_on"}
    assert client.post(f"/api/runs/{name}/commands", json=again).status_code == 409


@pytest.mark.slow
def test_a_run_that_dies_at_any_moment_says_why_and_the_next_one_begins(
    make_client: MakeClient, hall: Path
) -> None:
    client = make_client(wait=False, data=hall)
    runs: Runs = client.app.state.runs  # type: ignore[attr-defined]
    runs.nice = 0

    def kill(name: str) -> None:
        os.kill(int((runs.folder.path / name / CHILD).read_text()), 9)
        assert until(client, name, is_over)["why"] == "killed"
        assert client.get(f"/api/runs/{name}/weights").status_code == 409

    first = begin(client, "device-prepares", images=20_000, batch_size=100)["run"]["name"]
    second = begin(client, "device-running", epochs=1_000, **DRAWN)["run"]["name"]
    third = begin(client, "device-pausing", **DRAWN)
    steer(client, third, "pause")
    until(client, first, lambda state: state["status"] == "preparing")
    # What waits has no process that could be killed.
    assert client.get(f"/api/runs/{second}").json()["place"] == 1
    assert not (runs.folder.path / second / CHILD).exists()
    kill(first)
    assert client.get(f"/api/runs/{first}/film").status_code == 409
    assert client.get(f"/api/films/{first}").status_code == 404
    running = until(client, second, lambda state: state["moments"] >= 3)
    assert running["status"] == "running"
    kill(second)
    assert client.get(f"/api/films/{second}").json()["moments"] >= 3
    until(client, third["run"]["name"], lambda state: state["status"] == "paused")
    kill(third["run"]["name"])
    assert client.get(f"/api/films/{third['run']['name']}").json()["steps"] == [0]

    runs.module = "tests.app.dying_run"
    for how, why, moments in (
        (12, "memory", 0),
        (28, "disk", 0),
        (dying_run.FILM, "killed", 1),
        (dying_run.WEIGHTS, "killed", 5),
    ):
        runs.nice = how
        name = begin(client, epochs=1, **DRAWN)["run"]["name"]
        assert until(client, name, is_over)["why"] == why
        assert client.get(f"/api/films/{name}").json().get("moments", 0) == moments
        assert client.get(f"/api/runs/{name}/weights").status_code == 409
    runs.module, runs.nice = "models.training.live_child", 0
    again = begin(client, epochs=1, **DRAWN)["run"]["name"]
    assert until(client, again, is_over)["why"] == "finished"
    client.get("/healthz").raise_for_status()


@pytest.mark.process
@pytest.mark.slow
def test_a_restart_ends_a_run_with_a_word_and_keeps_its_film_for_all_workers(
    tmp_path: Path, hall: Path
) -> None:
    given = {"INKLING_WORKERS": "2", "TMPDIR": str(tmp_path), "INKLING_DATA": str(hall)}
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with start_server(port, **given) as server, anew() as http:
        server.wait_until_ready()
        body = {"device": "device-one", "settings": {**TINY, **DRAWN, "epochs": 1_000}}
        begun = http.post(f"{server.address}/api/runs", json=body).json()
        name = begun["run"]["name"]
        ends = time.monotonic() + PATIENCE
        moments = 0
        while moments < 3 and time.monotonic() < ends:
            # Each connection may reach the other worker.
            moments = http.get(f"{server.address}/api/runs/{name}").json()["moments"]
            time.sleep(0.05)
        assert moments >= 3
        server.stop()
    with start_server(port, **given) as server, anew() as http:
        server.wait_until_ready()
        state = http.get(f"{server.address}/api/runs/{name}").json()
        assert (state["status"], state["why"]) == ("ended", "server")
        assert http.get(f"{server.address}/api/films/{name}").json()["moments"] >= 3


def test_bad_settings_and_commands_are_refused_in_a_sentence(make_client: MakeClient) -> None:
    client = make_client(wait=False)
    for settings, status in (
        ({"network": "unet_style"}, 400),
        ({"learning_rate": 1e-320}, 400),
        ({"learning_rate": 0}, 400),
        ({"images": 20_001}, 400),
        ({"images": 20_000, "batch_size": 1}, 409),
    ):
        answer = client.post("/api/runs", json={"device": "device-one", "settings": settings})
        assert answer.status_code == status
        assert answer.json()["error"] == "invalid_message"
    none = {"device": "device-one", "settings": {"data": "mnist"}}
    answer = client.post("/api/runs", json=none)
    assert answer.status_code == 409
    assert answer.json()["detail"].startswith("this server has no mnist, only made_up; ")
    assert '<option value="mnist">' not in client.get("/train").text
    for path in ("", "/events", "/film", "/weights", "/script"):
        assert client.get(f"/api/runs/run-00000000{path}").json()["error"] == "unknown_run"
    smaller = {"key": "k", "do": "step_size", "learning_rate": 1e-9}
    answer = client.post("/api/runs/run-00000000/commands", json=smaller)
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_message")
    assert "greater than or equal to 0.00000001" in answer.json()["detail"]
    fields = re.findall(r'<input name="learning_rate"[^>]*>', client.get("/train").text)
    assert ['data-least="0.00000001"' in field for field in fields] == [True, True]
    body = {"key": "k", "do": "pause", "learning_rate": 1}
    assert client.post("/api/runs/run-00000000/commands", json=body).status_code == 409
    assert client.get("/api/runs").json() == {"runs": []}


def test_of_too_many_runs_the_first_are_forgotten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run_folder.KEPT >= 3 * 30  # a class of thirty
    monkeypatch.setenv(run_folder.SHARED, str(tmp_path))
    monkeypatch.setattr(run_folder, "KEPT", 12)
    monkeypatch.setattr(run_folder, "KEPT_BYTES", 50_000)
    folder = run_folder.RunFolder()

    def add(at: int) -> run_folder.Run:
        owner = run_folder.Owner(os.getpid(), "d", "a", "k", float(at))
        return folder.add(f"run-{at:08x}", owner, {"learning_rate": 1.0})

    goes_on = add(0)
    for at in range(1, 15):
        add(at).end("stopped")
    names = [run.name for run in folder.runs()]
    assert names == [goes_on.name, *(f"run-{at:08x}" for at in range(4, 15))]
    # Large films: those of the last runs that fit beside one another.
    for at in range(15, 20):
        run = add(at)
        run.film.write_bytes(bytes(20_000))
        run.end("finished")
    add(20)
    assert [run.name for run in folder.runs()] == [
        goes_on.name,
        *(f"run-{at:08x}" for at in (18, 19, 20)),
    ]


def test_a_full_disk_is_said_once_for_this_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(run_folder.SHARED, str(tmp_path))
    folder = run_folder.RunFolder()
    owner = run_folder.Owner(os.getpid(), "d", "a", "k", 1.0)
    run = folder.add("run-00000001", owner, {"learning_rate": 1.0})

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(run_folder, "append", full)
    run.end("disk")
    assert (run.status, run.events[-1]["why"]) == ("ended", "disk")


def test_a_folder_of_somebody_else_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_folder.tempfile, "tempdir", str(tmp_path))
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "inkling-runs-here").symlink_to(tmp_path / "elsewhere")
    with shared_runs("here"):
        assert Path(os.environ[run_folder.SHARED]).name != "inkling-runs-here"
    with shared_runs("there"):
        folder = Path(os.environ[run_folder.SHARED])
        (folder / "run-00000001").mkdir()
        (folder / "run-00000001" / OWNER).write_text(
            json.dumps({"pid": 0, "device": "", "address": "", "key": "", "at": 0})
        )
        (folder / "run-00000001" / "settings.json").write_text("{}")
        append(folder / "run-00000001" / COMMANDS, [])
        assert not (folder / "run-00000001" / FILM).exists()
    with shared_runs("there"):
        assert "server" in (folder / "run-00000001" / "events.jsonl").read_text()
    assert run_folder.SHARED not in os.environ


def test_without_a_folder_the_server_serves_all_else(
    monkeypatch: pytest.MonkeyPatch, make_client: MakeClient
) -> None:
    def nowhere(**_: object) -> str:
        raise FileNotFoundError("No usable temporary directory found")

    monkeypatch.setattr(run_folder.tempfile, "mkdtemp", nowhere)
    monkeypatch.setattr(run_folder.tempfile, "gettempdir", nowhere)
    with shared_runs("here"):
        assert run_folder.SHARED not in os.environ
        client = make_client(wait=False)
        assert client.get("/api/runs").json() == {"runs": []}
        answer = client.post("/api/runs", json={"device": "device-one"})
        assert (answer.status_code, answer.json()["error"]) == (503, "overloaded")
