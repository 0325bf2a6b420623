"""The same clip by Kinora and by diffusers: model folder, prompt, seed and, if given, a LoRA that Kinora trained. Ends with status 1
where diffusers does not load what Kinora wrote, or where the frames differ.

    pip install torch==2.13.0 diffusers==0.42.1 transformers==5.23.0 accelerate peft sentencepiece protobuf
    python tests/benchmarks/compare_in_diffusers.py build/release/bin/kinora-cli [--model FOLDER] [--lora FILE] [--steps 4]
"""
import argparse
import json
import pathlib
import subprocess
import sys
import tempfile

import torch
from diffusers import LTXPipeline
from safetensors.torch import load_file

torch.set_grad_enabled(False)
EMBEDDED = pathlib.Path(__file__).parents[2] / "resources/models/kinora-tiny"
PROMPT = "a red ball bouncing on green grass"
MOST = 1e-4  # of 0 … 1: float32 sums in another order, over all steps


def kinora_frames(program, args, work):
    command = [program, "render", PROMPT, "--model", str(args.model), "--steps", str(args.steps), "--seed", "5", "--guidance", "3",
               "--dtype", "fp32", "--device", "cpu", "--quiet", "--out", str(work / "frames.safetensors")]
    if args.lora:
        command += ["--lora", str(args.lora)]
    subprocess.run(command, check=True)
    return load_file(work / "frames.safetensors")["frames"]


def diffusers_frames(args, defaults, shape):
    pipeline = LTXPipeline.from_pretrained(args.model, torch_dtype=torch.float32)
    pipeline.set_progress_bar_config(disable=True)
    if args.lora:
        pipeline.load_lora_weights(args.lora.parent, weight_name=args.lora.name)
    frames, height, width, _ = shape
    video = pipeline(PROMPT, width=width, height=height, num_frames=frames, frame_rate=float(defaults["frame_rate"]),
                     num_inference_steps=args.steps, guidance_scale=3.0, generator=torch.Generator().manual_seed(5), output_type="pt").frames
    return video[0].permute(0, 2, 3, 1)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", help="kinora-cli")
    parser.add_argument("--model", type=pathlib.Path, default=EMBEDDED)
    parser.add_argument("--lora", type=pathlib.Path)
    parser.add_argument("--steps", type=int, default=4)
    args = parser.parse_args()
    described = args.model / "kinora.json"
    defaults = json.loads(described.read_text())["defaults"] if described.exists() else {"frame_rate": "25"}
    with tempfile.TemporaryDirectory() as folder:
        ours = kinora_frames(args.program, args, pathlib.Path(folder))
    theirs = diffusers_frames(args, defaults, ours.shape)
    difference = (ours - theirs).abs().max().item()
    print(f"{tuple(ours.shape)} frames, largest difference {difference:.2e} of 0 to 1 (at most {MOST:.0e})")
    return 0 if difference <= MOST else 1


if __name__ == "__main__":
    sys.exit(main())
