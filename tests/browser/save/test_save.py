"""What can be saved, opened again as its readers do: pictures, numbers, the drawing."""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch
from playwright.sync_api import expect

from models._checkpoint import load_weights
from models.data.datasets import read_drawings
from models.forward.tracing import Tracer
from models.ink.preprocess import preprocess
from tests.browser.hands.lab import Lab, OpenLab
from tests.browser.hands.menu import open_share
from tests.browser.hands.screens import SCREENS
from tests.drawings import EIGHT, FOUR


def open_save(lab: Lab) -> None:
    """Draw an eight, wait for its exact values, open the sheet's third part."""
    lab.ink(EIGHT)
    lab.expect_first_guess(8)
    open_share(lab.page)
    lab.page.locator("#share [data-part=save]").click()
    lab.settle()  # the drawing has settled on the link's grid and is read again


def saved(lab: Lab, what: str, layer: str = "") -> tuple[str, bytes]:
    """Press a button; the file's name and content."""
    lab.page.locator("#share select").select_option(layer)
    with lab.page.expect_download() as download:
        lab.page.locator(f"[data-save={what}]").click()
    return download.value.suggested_filename, Path(download.value.path()).read_bytes()


def drawn(lab: Lab) -> list[list[tuple[float, float]]]:
    _, content = saved(lab, "json")
    return [
        [(round(x, 4), round(y, 4)) for x, y in stroke] for stroke in json.loads(content)["strokes"]
    ]


def numpy_reads_the_exact_values_of_every_operation(lab: Lab) -> None:
    name, content = saved(lab, "npz")
    assert name == "inkling-network.npz"
    with np.load(io.BytesIO(content)) as arrays:
        found = {key: arrays[key] for key in arrays}
    image = preprocess(drawn(lab))
    trace = Tracer(load_weights("lenet5"))(torch.from_numpy(image[np.newaxis]))
    expected = {name: values[0].numpy() for name, values in trace.activations.items()}
    assert {"image", "conv1", "relu1", "pool2", "fc3", "probabilities"} <= set(found)
    for key, array in found.items():
        assert array.dtype == np.float32
        if key in expected:
            assert array.shape == expected[key].shape, key
            np.testing.assert_allclose(array, expected[key], rtol=1e-4, atol=1e-5)
    assert found["probabilities"].sum() == pytest.approx(1, abs=1e-5)


def a_layers_numbers_are_the_same_in_both_forms(lab: Lab) -> None:
    _, packed = saved(lab, "npz", "conv1")
    name, text = saved(lab, "csv", "conv1")
    assert name == "inkling-conv1.csv"
    with np.load(io.BytesIO(packed)) as arrays:
        values = arrays["conv1"]
    assert values.shape == (6, 28, 28)
    rows = list(csv.DictReader(io.StringIO(text.decode())))
    assert len(rows) == values.size
    table = np.zeros_like(values)
    for row in rows:
        cell = tuple(int(row[part]) - 1 for part in ("map", "row", "column"))
        table[cell] = np.float32(row["value"])
    np.testing.assert_array_equal(table, values)


def assert_pictures_have_words_and_pixels(lab: Lab, layer: str) -> None:
    _, svg = saved(lab, "svg", layer)
    root = ElementTree.fromstring(svg)
    words = " ".join(root.itertext())
    assert "LeNet-5" in words
    assert "peak" in words
    _, png = saved(lab, "png", layer)
    picture = cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_COLOR)
    width, height = (float(root.get(side) or 0) for side in ("width", "height"))
    assert picture.shape[1] == pytest.approx(2 * width, abs=2)
    assert picture.shape[0] == pytest.approx(2 * height, abs=2)
    colours = picture.astype(np.uint32) @ np.array([1, 1 << 8, 1 << 16], np.uint32)
    assert len(np.unique(colours)) > 20
    if layer in ("", "conv1"):
        assert "Convolution" in words
    images = {"": 1 + 6 + 6 + 16 + 16 + 1 + 1, "conv1": 6, "fc1": 1, "output": 0}[layer]
    kernels = {"": 6 + 16, "conv1": 6, "fc1": 0, "output": 0}[layer]
    assert len(root.findall(".//{*}image")) == images + kernels


def a_saved_drawing_is_a_line_of_the_data_set_and_loads_again(lab: Lab, folder: Path) -> None:
    _, content = saved(lab, "json")
    file = folder / "drawing.jsonl"
    file.write_bytes(content)
    (read,) = read_drawings(file)
    assert len(read.strokes) == len(EIGHT.strokes)
    lab.page.keyboard.press("Escape")
    lab.page.locator("#clear").click()
    lab.expect_blank()
    open_share(lab.page)
    lab.page.locator("#share [data-part=save]").click()
    lab.page.locator("#share .save input[type=file]").set_input_files(
        {"name": "drawing.json", "mimeType": "application/json", "buffer": content}
    )
    lab.expect_first_guess(8)
    expect(lab.page.locator("#share")).to_have_count(0)


def drop(lab: Lab, name: str, content: str) -> None:
    lab.page.evaluate(
        """([name, content]) => {
            const data = new DataTransfer();
            data.items.add(new File([content], name, { type: "application/json" }));
            document.body.dispatchEvent(new DragEvent("drop",
                { dataTransfer: data, bubbles: true, cancelable: true }));
        }""",
        [name, content],
    )


def a_drawing_can_be_dropped_and_a_bad_file_gets_a_sentence(lab: Lab) -> None:
    lab.ink(EIGHT)
    lab.expect_first_guess(8)
    notice = lab.page.locator("#notice")
    for content, sentence in (
        ("{", "not JSON"),
        ('{"points": []}', "no strokes"),
        ('{"strokes": [[[1, "x"]]]}', "pair of numbers"),
        (json.dumps({"strokes": [[[0.5, 0.5]] * 5000]}), "too large"),
    ):
        drop(lab, "a.json", content)
        expect(notice).to_contain_text(sentence)
        lab.expect_first_guess(8)
    drop(lab, "four.json", json.dumps({"strokes": FOUR.strokes}))
    lab.expect_first_guess(4)
    lab.page.locator("#undo").click()
    lab.expect_first_guess(8)


def a_drawing_can_be_pasted_and_a_damaged_one_gets_a_sentence(lab: Lab) -> None:
    lab.ink(EIGHT)
    lab.expect_first_guess(8)
    whole = json.dumps({"strokes": FOUR.strokes})
    lab.page.evaluate("text => navigator.clipboard.writeText(text)", whole[:-9])
    lab.page.keyboard.press("Control+v")
    expect(lab.page.locator("#notice")).to_contain_text("not JSON")
    lab.expect_first_guess(8)
    lab.page.evaluate("text => navigator.clipboard.writeText(text)", whole)
    lab.page.keyboard.press("Control+v")
    lab.expect_first_guess(4)


def there_is_nothing_to_save_of_a_blank_pad(lab: Lab) -> None:
    open_share(lab.page)
    lab.page.locator("#share [data-part=save]").click()
    lab.page.locator("[data-save=npz]").click()
    expect(lab.page.locator("#share .save .status")).to_contain_text("nothing to save yet")
    close_share(lab)


def close_share(lab: Lab) -> None:
    lab.page.keyboard.press("Escape")
    expect(lab.page.locator("#share")).to_have_count(0)


def test_what_is_on_the_page_is_saved_and_opened_again(
    open_lab: OpenLab, tmp_path: Path, subtests: pytest.Subtests
) -> None:
    lab = open_lab(permissions=["clipboard-read", "clipboard-write"])
    with subtests.test("there is nothing to save of a blank pad"):
        there_is_nothing_to_save_of_a_blank_pad(lab)
    open_save(lab)
    with subtests.test("a saved drawing is a line of the data set and loads again"):
        a_saved_drawing_is_a_line_of_the_data_set_and_loads_again(lab, tmp_path)
    open_save(lab)
    for save in (
        numpy_reads_the_exact_values_of_every_operation,
        a_layers_numbers_are_the_same_in_both_forms,
    ):
        with subtests.test(save.__name__):
            save(lab)
    for screen, (width, height) in SCREENS.items():
        close_share(lab)
        lab.page.set_viewport_size({"width": width, "height": height})
        open_save(lab)
        for layer in ("", "conv1", "fc1", "output"):
            with subtests.test("words are words, twice the pixels", screen=screen, layer=layer):
                assert_pictures_have_words_and_pixels(lab, layer)
    close_share(lab)
    for load in (
        a_drawing_can_be_dropped_and_a_bad_file_gets_a_sentence,
        a_drawing_can_be_pasted_and_a_damaged_one_gets_a_sentence,
    ):
        with subtests.test(load.__name__):
            load(lab)
