#!/usr/bin/env python3
"""Makes the sample project again: resources/sample/make_sample.py KINORA_CLI

Four clips of the model that comes with Kinora, in one cut: one from words, one that extends it, one that starts from a picture, and
one that fills the gap between the two. The project is written with its clips waiting; `kinora-cli project render` makes them.
"""
import json
import math
import pathlib
import shutil
import struct
import subprocess
import sys
import tempfile
import zlib

WIDTH, HEIGHT, RATE = 96, 64, "8"
MODEL = "kinora-tiny"
HERE = pathlib.Path(__file__).resolve().parent


def write_picture(path):
    """A purple heart over sand under a bright sky, as PNG."""
    rows = []
    for y in range(HEIGHT):
        row = bytearray([0])
        for x in range(WIDTH):
            right, up = (x - WIDTH * 0.5) / 13.0, (HEIGHT * 0.5 - y) / 13.0
            inside = (right * right + up * up - 1.0) ** 3 - right * right * up ** 3
            light = max(0.0, 1.0 - math.hypot(right + 0.4, up - 0.5))
            if inside < 0.0:
                edge = inside > -0.05
                row += bytes([60, 20, 80] if edge else [int(125 + 50 * light), int(40 + 60 * light), int(175 + 50 * light)])
            elif y < HEIGHT * 0.62:
                row += bytes([160 + y, 205 + y // 2, 225 - y // 2])
            else:
                row += bytes([238 - y // 4, 205 - y // 3, 140])
        rows.append(bytes(row))
    chunk = lambda kind, data: struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"".join(rows), 9)) + chunk(b"IEND", b""))


def settings(prompt, frames, seed):
    return {"prompt": prompt, "width": WIDTH, "height": HEIGHT, "num_frames": frames, "frame_rate": RATE,
            "num_inference_steps": 24, "guidance_scale": 5.0, "seed": seed}


def part(clip, prompt, frames, seed, first_kept, kept, conditions):
    return {"settings": settings(prompt, frames, seed), "conditions": conditions, "num_wanted": kept, "first_kept": first_kept,
            "num_kept": kept, "clip": clip, "takes": []}


def earlier(part_index, source_in, start_frame, count):
    return {"part": part_index, "source": {"source_in": source_in}, "start_frame": start_frame, "num_frames": count, "strength": 1.0}


def pending_project():
    rises, falls = "a purple heart rising over the desert", "a purple heart falling over the desert"
    picture = {"source": {"asset": 1, "source_in": 0}, "start_frame": 0, "num_frames": 1, "strength": 1.0}
    parts = [
        part(11, rises, 17, 23, 0, 17, []),
        part(12, falls, 33, 8, 17, 16, [earlier(0, 0, 0, 17)]),
        part(14, falls, 17, 3, 0, 17, [picture]),
        part(13, rises, 33, 10, 9, 15, [earlier(1, 7, 0, 9), earlier(2, 0, 24, 9)]),
    ]
    names = {11: "From words", 12: "Extended", 13: "Filled", 14: "From a picture"}
    clips, start = [], 0
    for index in (0, 1, 3, 2):
        length = parts[index]["num_kept"]
        clips.append({"id": parts[index]["clip"], "name": names[parts[index]["clip"]], "start": start, "length": length,
                      "versions": [], "chosen": 0, "generation": 10})
        start += length
    panel = {"model": MODEL, "settings": settings(falls, 17, 3), "is_seed_locked": True, "num_variations": 1,
             "keyframes": [{"id": 3, "source": {"asset": 1, "source_in": 0}, "frame": 0, "num_frames": 1, "strength": 1.0}]}
    marker = lambda number, frame, name: {"id": number, "start": frame, "length": 0, "name": name, "prompt": "", "colour": 0x4A9EFF}
    return {
        "format": "kinora-project", "version": 1, "frame_rate": RATE, "width": WIDTH, "height": HEIGHT, "next_id": 30,
        "generate": panel,
        "assets": [{"id": 1, "kind": "image", "name": "heart", "file": "sample.media/imported/heart.png", "content_hash": "", "width": WIDTH,
                    "height": HEIGHT, "num_frames": 1}],
        "takes": [],
        "generations": [{"id": 10, "kind": "segments", "model": MODEL, "num_variations": 1, "parts": parts}],
        "timeline": {"tracks": [{"id": 2, "name": "Video 1", "clips": clips}],
                     "markers": [marker(20, 0, "From words"), marker(21, 17, "Extended"), marker(22, 33, "Filled"), marker(23, 48, "From a picture")]},
    }


def main(cli):
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        (folder / "sample.media/imported").mkdir(parents=True)
        write_picture(folder / "sample.media/imported/heart.png")
        (folder / "sample.kinora").write_text(json.dumps(pending_project()))
        subprocess.run([cli, "project", "render", "sample.kinora", "--out", "sample.mkv", "--device", "cpu", "--dtype", "fp32"], cwd=folder, check=True)
        shutil.copy(folder / "sample.kinora", HERE)
        for kind in ("imported", "takes"):
            target = HERE / "sample.media" / kind
            shutil.rmtree(target, ignore_errors=True)
            shutil.copytree(folder / "sample.media" / kind, target)


if __name__ == "__main__":
    main(str(pathlib.Path(sys.argv[1]).resolve()))
