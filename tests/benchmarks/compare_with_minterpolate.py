"""Frame interpolation side by side: Kinora's engines, FFmpeg's minterpolate and a plain warp by OpenCV's DIS flow recover the odd
frames of clips from the even ones, on one thread each.

    python compare_with_minterpolate.py KINORA_CLI CLIP... [--frames 61] [--max-height 720] [--rife random|FOLDER]

Needs ffmpeg, taskset and numpy; the plain warp is measured where Python's OpenCV (cv2) is installed. Each clip's first frames are decoded once, and all programs read the same lossless file of its
even frames. Speed is the frames that an engine made, divided by the processor seconds of its whole process minus those of
decoding and encoding the same frames without making any (kinora-cli: --factor 1 does not exist, so a run over the finished
file at its own rate; ffmpeg: the same file through the null filter). The plain warp reads no files: both pictures are sampled
bilinearly half-way along their own flow (DIS, medium preset) and averaged, with nothing done about occlusion. PSNR and SSIM are of RGB against the original odd frames,
averaged over frames; frames across which a scene cut lies count like all others. --rife random measures the speed of the
published network's size with random weights, whose pictures mean nothing.
"""
import argparse
import json
import os
import re
import resource
import struct
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

try:
    import cv2
except ImportError:
    cv2 = None

MINTERPOLATE = "minterpolate=fps={fps}:mi_mode=mci:mc_mode=aobmc:me_mode=bidir"
CHANNELS = (192, 128, 96, 64, 32)


def run(command):
    """Runs on one processor; returns its seconds and its output."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(["taskset", "-c", "0", *map(str, command)], capture_output=True, env={**os.environ, "OMP_NUM_THREADS": "1"})
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode != 0:
        sys.exit(f"{command[0]}: {done.stderr.decode()[-400:]}")
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime, done.stdout


def read_frames(path, width, height):
    _, data = run(["ffmpeg", "-v", "error", "-i", path, "-vsync", "0", "-pix_fmt", "rgb24", "-f", "rawvideo", "-"])
    return np.frombuffer(data, np.uint8).reshape(-1, height, width, 3)


def psnr(a, b):
    error = np.mean((a.astype(np.float64) - b) ** 2)
    return 10 * np.log10(255.0**2 / max(error, 0.065))


def box(x):
    """The mean over 8x8 pixels around each pixel, edges left out."""
    sums = np.pad(x.cumsum(0).cumsum(1), ((1, 0), (1, 0)))
    return (sums[8:, 8:] - sums[:-8, 8:] - sums[8:, :-8] + sums[:-8, :-8]) / 64


def ssim(a, b):
    """Structural similarity of luma with an 8x8 window."""
    a, b = (image.astype(np.float64) @ (0.299, 0.587, 0.114) for image in (a, b))
    mean_a, mean_b = box(a), box(b)
    var_a, var_b, both = box(a * a) - mean_a**2, box(b * b) - mean_b**2, box(a * b) - mean_a * mean_b
    c1, c2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    return np.mean((2 * mean_a * mean_b + c1) * (2 * both + c2) / ((mean_a**2 + mean_b**2 + c1) * (var_a + var_b + c2)))


def random_rife(folder):
    """Weights of the published network's shapes, small random numbers, as a safetensors file."""
    shapes = {"encode.cnn0": (16, 3, 3, 3), "encode.cnn1": (16, 16, 3, 3), "encode.cnn2": (16, 16, 3, 3), "encode.cnn3": (16, 4, 4, 4)}
    tensors = {}
    for i, c in enumerate(CHANNELS):
        shapes[f"block{i}.conv0.0.0"] = (c // 2, 15 if i == 0 else 28, 3, 3)
        shapes[f"block{i}.conv0.1.0"] = (c, c // 2, 3, 3)
        for j in range(8):
            shapes[f"block{i}.convblock.{j}.conv"] = (c, c, 3, 3)
            tensors[f"block{i}.convblock.{j}.beta"] = np.ones((1, c, 1, 1), np.float32)
        shapes[f"block{i}.lastconv.0"] = (c, 52, 4, 4)
    generator = np.random.default_rng(1)
    for name, shape in shapes.items():
        is_transposed = name.endswith(("cnn3", "lastconv.0"))
        tensors[name + ".weight"] = (generator.standard_normal(shape) * 0.02).astype(np.float32)
        tensors[name + ".bias"] = np.zeros(shape[1] if is_transposed else shape[0], np.float32)
    header, offset = {}, 0
    for name, value in tensors.items():
        header[name] = {"dtype": "F32", "shape": list(value.shape), "data_offsets": [offset, offset + value.nbytes]}
        offset += value.nbytes
    text = json.dumps(header).encode()
    with open(folder / "flownet.safetensors", "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        for value in tensors.values():
            file.write(value.tobytes())
    return folder


def prepare(clip, folder, frames, max_height):
    """The clip's first frames as lossless 4:2:0 at 25 a second: all of them, and the even ones."""
    whole, even = folder / "whole.y4m", folder / "even.mkv"
    scale = f"scale=-2:'min({max_height},trunc(ih/2)*2)',setsar=1"
    run(["ffmpeg", "-v", "error", "-y", "-i", clip, "-an", "-vf", f"{scale},setpts=N/25/TB,fps=25", "-frames:v", frames,
         "-pix_fmt", "yuv420p", whole])
    run(["ffmpeg", "-v", "error", "-y", "-i", whole, "-vf", "select='not(mod(n,2))',setpts=N/25/TB,fps=25", "-c:v", "ffv1", even])
    probe = subprocess.check_output(["ffprobe", "-v", "error", "-show_entries", "stream=width,height", "-of", "csv=p=0", whole])
    width, height = map(int, re.findall(rb"\d+", probe)[:2])
    return whole, even, width, height


def score(original, made):
    """Frame i of `made` stands for frame i of the original."""
    odd = range(1, min(len(original), len(made)), 2)
    # The last odd frame lies after the last even one where the number of frames is even: nobody can recover it.
    odd = [i for i in odd if i + 1 < len(original) and i + 1 < len(made)]
    return np.mean([psnr(original[i], made[i]) for i in odd]), np.mean([ssim(original[i], made[i]) for i in odd]), len(odd)


def plain_warp(original):
    """Frames as score() takes them, and the frames made in a second."""
    cv2.setNumThreads(1)
    flow = cv2.DISOpticalFlow_create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
    height, width = original.shape[1:3]
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    made = original.copy()
    start = time.process_time()
    for i in range(1, len(original) - 1, 2):
        pair = original[i - 1], original[i + 1]
        gray = [cv2.cvtColor(image, cv2.COLOR_RGB2GRAY) for image in pair]
        half = [flow.calc(gray[a], gray[1 - a], None) * 0.5 for a in (0, 1)]
        moved = [cv2.remap(pair[a], x - half[a][..., 0], y - half[a][..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
                 for a in (0, 1)]
        made[i] = cv2.addWeighted(moved[0], 0.5, moved[1], 0.5, 0)
    return made, ((len(original) - 1) // 2) / (time.process_time() - start)


def measure(clip, arguments, rife):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        whole, even, width, height = prepare(clip, folder, arguments.frames, arguments.max_height)
        original = read_frames(whole, width, height)
        made = len(original) // 2
        results = {}

        def kinora(label, *options):
            out = folder / "made.mkv"
            seconds, _ = run([arguments.cli, "interpolate", even, "--factor", "2", "--out", out, "--overwrite", "--quiet", *options])
            idle, _ = run([arguments.cli, "interpolate", out, "--fps", "50", "--out", folder / "idle.mkv", "--overwrite", "--quiet"])
            results[label] = (made / max(seconds - idle, 1e-9), *score(original, read_frames(out, width, height))[:2])

        kinora("flow")
        if rife:
            kinora("rife", "--model", rife, "--device", "cpu")
        out = folder / "other.y4m"
        one_thread = ["-threads", "1", "-filter_threads", "1"]
        seconds, _ = run(["ffmpeg", "-v", "error", "-y", *one_thread, "-i", even, "-vf", MINTERPOLATE.format(fps=50), "-pix_fmt", "yuv420p", out])
        idle, _ = run(["ffmpeg", "-v", "error", "-y", *one_thread, "-i", even, "-vf", "null", "-pix_fmt", "yuv420p", folder / "idle.y4m"])
        results["minterpolate"] = (made / max(seconds - idle, 1e-9), *score(original, read_frames(out, width, height))[:2])
        if cv2:
            frames, speed = plain_warp(original)
            results["plain DIS warp"] = (speed, *score(original, frames)[:2])
        return f"{width}x{height}", results


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("cli")
    parser.add_argument("clips", nargs="+")
    parser.add_argument("--frames", type=int, default=61)
    parser.add_argument("--max-height", type=int, default=720)
    parser.add_argument("--rife", default="")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        rife = random_rife(Path(name)) if arguments.rife == "random" else arguments.rife
        print("| clip | size | engine | frames/s | PSNR | SSIM |\n|---|---|---|---|---|---|")
        gains, speeds = [], []
        for clip in arguments.clips:
            size, results = measure(clip, arguments, rife)
            for engine, (speed, quality, similarity) in results.items():
                means_nothing = engine == "rife" and arguments.rife == "random"
                shown = ("-", "-") if means_nothing else (f"{quality:.2f}", f"{similarity:.4f}")
                print(f"| {Path(clip).stem} | {size} | {engine} | {speed:.2f} | {shown[0]} | {shown[1]} |", flush=True)
            gains.append(results["flow"][1] - results["minterpolate"][1])
            speeds.append(results["flow"][0] / results["minterpolate"][0])
        print(f"\nflow against minterpolate: {np.mean(gains):+.2f} dB on average, {np.mean(speeds):.2f} times the speed")


if __name__ == "__main__":
    main()
