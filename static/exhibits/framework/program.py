# %% imports
from collections import OrderedDict
from pathlib import Path
from urllib.request import urlretrieve

import torch
from safetensors.torch import load_file
from torch import nn

# %% given
NETWORK = "lenet5"
WEIGHTS = "http://127.0.0.1:8000/api/models/lenet5/weights/0"
strokes = [[[0.3, 0.2], [0.7, 0.2], [0.45, 0.8]]]

# %% network
network = nn.Sequential(
    OrderedDict(
        conv1=nn.Conv2d(1, 6, kernel_size=5, padding=2),
        relu1=nn.ReLU(),
        pool1=nn.MaxPool2d(kernel_size=2),
        conv2=nn.Conv2d(6, 16, kernel_size=5),
        relu2=nn.ReLU(),
        pool2=nn.MaxPool2d(kernel_size=2),
        flatten=nn.Flatten(),
        fc1=nn.Linear(16 * 5 * 5, 120),
        relu3=nn.ReLU(),
        fc2=nn.Linear(120, 84),
        relu4=nn.ReLU(),
        fc3=nn.Linear(84, 10),
    )
)

# %% load
file = Path(f"{NETWORK}.safetensors")
if not file.exists():
    urlretrieve(WEIGHTS, file)
network.load_state_dict(load_file(file))
network.eval()

# %% cut
def on_pad(strokes):
    """The pieces of strokes that lie on the pad, 0 to 1 (Liang and Barsky, 1984)."""
    pieces = []
    for stroke in strokes:
        (x, y), *others = stroke
        inside = 0 <= x <= 1 and 0 <= y <= 1
        if inside:
            pieces.append([(x, y)])
        for next_x, next_y in others:
            enter, leave = 0.0, 1.0
            for begin, length in ((x, next_x - x), (y, next_y - y)):
                if length != 0:
                    one, other = -begin / length, (1 - begin) / length
                    enter, leave = max(enter, min(one, other)), min(leave, max(one, other))
                elif not 0 <= begin <= 1:
                    enter, leave = 1.0, 0.0
                    break
            at = [
                tuple(
                    min(max(begin + part * (end - begin), 0.0), 1.0)
                    for begin, end in ((x, next_x), (y, next_y))
                )
                for part in (enter, leave)
            ]
            if enter <= leave:
                if not inside:
                    pieces.append([at[0]])
                pieces[-1].append(at[1])
            x, y = next_x, next_y
            inside = 0 <= x <= 1 and 0 <= y <= 1
    return pieces


def without_stray_dots(lines):
    """The lines but for small ones that lie away from all others."""
    boxes = [torch.tensor(line, dtype=torch.float64).aminmax(dim=0) for line in lines]
    sizes = torch.stack([(box.max - box.min).max() for box in boxes])
    large = sizes >= 0.1 * sizes.max()
    low = torch.stack([box.min for box in boxes])[large].amin(dim=0)
    high = torch.stack([box.max for box in boxes])[large].amax(dim=0)
    middles = torch.stack([torch.tensor(line, dtype=torch.float64).mean(dim=0) for line in lines])
    outside = torch.maximum(low - middles, middles - high).amax(dim=1).clamp(min=0)
    near = large | (outside <= 0.1 * (high - low).max())
    return [line for line, kept in zip(lines, near) if kept]


# %% preprocess
SIDE, BOX, PEN, FINE, MIDDLE = 28, 20, 2.25, 8, 14.5


def drawn(lines):
    """Lines with a round pen on a fine grid, their longest side 20 pixels: 1 is ink."""
    points = torch.tensor([point for line in lines for point in line], dtype=torch.float64)
    low, high = points.amin(dim=0), points.amax(dim=0)
    span = max((high - low).max().item(), 0.02)
    scale = (BOX - PEN) / span
    side = max(FINE, round((span * scale + PEN) * FINE))
    shift = side / 2 - scale * FINE * (low + high) / 2
    rows, columns = torch.meshgrid(torch.arange(side), torch.arange(side), indexing="ij")
    middles = torch.stack([columns, rows], dim=2).to(torch.float64)
    ink = torch.zeros(side, side, dtype=torch.bool)
    radius = PEN * FINE / 2 + 0.375
    for line in lines:
        ends = torch.tensor(line, dtype=torch.float64) * scale * FINE + shift - 0.5
        for begin, end in zip([ends[0], *ends], ends):
            step = end - begin
            along = ((middles - begin) @ step / (step @ step).clamp(min=1e-18)).clamp(0, 1)
            nearest = begin + along[:, :, None] * step
            ink |= ((middles - nearest) ** 2).sum(dim=2) <= radius**2
    return ink.float()


def preprocessed(strokes):
    """The drawing as the network saw digits in its training: (1, 1, 28, 28), 0 paper, 1 ink."""
    field = torch.zeros(SIDE * FINE, SIDE * FINE)
    lines = on_pad(strokes)
    if lines:
        ink = drawn(without_stray_dots(lines))
        side, room = len(ink), len(field) - len(ink)
        at = torch.arange(side, dtype=torch.float64) + 0.5
        total = ink.sum(dtype=torch.float64)
        mass = [(ink.sum(dim=dim, dtype=torch.float64) @ at / total).item() for dim in (1, 0)]
        top, left = [min(max(round(MIDDLE * FINE - each), 0), room) for each in mass]
        field[top : top + side, left : left + side] = ink
    means = nn.functional.avg_pool2d(field[None, None], FINE)
    return (means * 255).round() / 255


image = preprocessed(strokes)

# %% predict
with torch.inference_mode():
    chances = network(image).softmax(dim=1)[0]
for chance, digit in zip(*chances.topk(3)):
    print(f"{digit}: {100 * chance:.2f} %")
