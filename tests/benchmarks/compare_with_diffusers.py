"""Times Kinora beside diffusers on full-size LTX-Video with random weights, in turn on the same machine, and compares the
errors of the two in bfloat16 with the same transformer in float32.

    pip install torch==2.13.0 diffusers==0.42.1 transformers==5.23.0 accelerate
    python tests/benchmarks/compare_with_diffusers.py build/release/bin/kinora-cli [--threads 2] [--rounds 4]

Prints medians and the ratios Kinora / diffusers, round by round. A machine's speed drifts, so only the ratios count.
"""
import argparse
import json
import statistics
import subprocess
import sys
import time

import torch
from diffusers import AutoencoderKLLTXVideo, LTXVideoTransformer3DModel

torch.set_grad_enabled(False)

SIZES = {384: 9, 1536: 57}  # tokens of a 512x384 clip: its frames
MOST = {384: 0.9, 1536: 0.85}  # of diffusers' time; more is an error
VAE = dict(block_out_channels=(128, 256, 512, 1024, 2048), down_block_types=("LTXVideo095DownBlock3D",) * 4,
           layers_per_block=(4, 6, 6, 2, 2), spatio_temporal_scaling=(True,) * 4,
           downsample_type=("spatial", "temporal", "spatiotemporal", "spatiotemporal"),
           decoder_block_out_channels=(256, 512, 1024), decoder_layers_per_block=(5, 5, 5, 5),
           decoder_spatio_temporal_scaling=(True,) * 3, decoder_inject_noise=(False,) * 4, upsample_residual=(True,) * 3,
           upsample_factor=(2, 2, 2), timestep_conditioning=True, spatial_compression_ratio=32, temporal_compression_ratio=8)


def fill(module):
    block = torch.randn(1 << 20) * 0.02
    for parameter in module.parameters():
        count = parameter.numel()
        parameter.copy_(block.repeat(count // block.numel() + 1)[:count].reshape(parameter.shape).to(parameter.dtype))
    return module.eval()


def timed(work, repeat):
    work()
    seconds = []
    for _ in range(repeat):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds)


def matmul_rate():
    x, w = torch.randn(2048, 2048, dtype=torch.bfloat16), torch.randn(8192, 2048, dtype=torch.bfloat16)
    return 2 * 2048 * 2048 * 8192 / timed(lambda: torch.nn.functional.linear(x, w), 3) / 1e9


def kinora(arguments, name):
    command = [*arguments.program.split(), "bench", "--arch", "ltx-2b", "--dtype", "bf16", "--device", "cpu", "--json", "--size", "512x384",
               "--threads", str(arguments.threads), "--repeat", str(arguments.repeat), *name]
    result = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return {figure["name"]: figure["value"] for figure in result["figures"]}


def step_work(transformer, tokens, frames):
    latents, text = torch.randn(1, tokens, 128).bfloat16(), torch.randn(1, 128, 4096).bfloat16()
    coordinates = torch.rand(1, 3, tokens)
    return lambda: transformer(hidden_states=latents, encoder_hidden_states=text, timestep=torch.full((1, 1), 500.0),
                               encoder_attention_mask=torch.ones(1, 128, dtype=torch.bool), video_coords=coordinates)


def report(name, ours, theirs, rates, most):
    """Whether the median ratio is at most `most`."""
    ratios = [a / b for a, b in zip(ours, theirs)]
    is_kept = statistics.median(ratios) <= most
    print(f"{name:24} kinora {statistics.median(ours):8.2f} s   diffusers {statistics.median(theirs):8.2f} s   "
          f"ratio {statistics.median(ratios):.3f} ({min(ratios):.3f} … {max(ratios):.3f})   matmul {statistics.median(rates):.0f} GFLOP/s"
          + ("" if is_kept else f"   MORE THAN {most}"), flush=True)
    return is_kept


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--only", choices=["steps", "decode"])
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    is_kept = True

    if arguments.only != "decode":
        transformer = fill(LTXVideoTransformer3DModel().to(torch.bfloat16))
        for tokens, frames in SIZES.items():
            ours, theirs, rates = [], [], []
            work = step_work(transformer, tokens, frames)
            for _ in range(arguments.rounds):
                ours.append(kinora(arguments, ["--frames", str(frames), "--only-steps"])["step"])
                rates.append(matmul_rate())
                theirs.append(timed(work, arguments.repeat))
            is_kept &= report(f"step, {tokens} tokens", ours, theirs, rates, MOST[tokens])
        del transformer
    if arguments.only != "steps":
        vae = fill(AutoencoderKLLTXVideo(**VAE).to(torch.bfloat16))
        latents = torch.randn(1, 128, 4, 12, 16).bfloat16()
        ours, theirs, rates = [], [], []
        for _ in range(arguments.rounds):
            ours.append(kinora(arguments, ["--frames", "25", "--only-codec"])["decode"])
            rates.append(matmul_rate())
            theirs.append(timed(lambda: vae.decode(latents, torch.tensor([0.05]).bfloat16()), arguments.repeat))
        is_kept &= report("decode, 25 frames", ours, theirs, rates, 1.0)
    return 0 if is_kept else 1


if __name__ == "__main__":
    sys.exit(main())
