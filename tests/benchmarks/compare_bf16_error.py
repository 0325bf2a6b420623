"""Errors of bfloat16 against float32, Kinora's beside diffusers': the same full-size LTX-Video weights, noise and prompt, the
same steps; then the same latents through both decoders.

    pip install torch==2.13.0 diffusers==0.42.1 transformers==5.23.0 accelerate sentencepiece protobuf
    python tests/benchmarks/compare_bf16_error.py build/release/bin/kinora-cli --work /tmp/bf16-error [--layers 28]

Weights are random and bfloat16 to begin with, so that all computations have the same ones. Takes about 12 GB of memory
and 5 GB of disk at full size; fewer layers take less. The text encoder is a small one of the right width.
"""
import argparse
import gc
import json
import pathlib
import subprocess
import sys

import torch
from diffusers import AutoencoderKLLTXVideo, FlowMatchEulerDiscreteScheduler, LTXPipeline, LTXVideoTransformer3DModel
from safetensors.torch import load_file, save_file
from transformers import AutoTokenizer, T5Config, T5EncoderModel

from compare_with_diffusers import VAE

torch.set_grad_enabled(False)
TOKENIZER = pathlib.Path(__file__).parents[1] / "core/model/reference/cases/ltx_t2v/model/tokenizer"
CLIP = dict(width=512, height=384, num_frames=25, frame_rate=25, num_inference_steps=4, guidance_scale=1.0)
PROMPT = "a red ball"


def make_folder(folder, layers):
    torch.manual_seed(3)
    tokenizer = AutoTokenizer.from_pretrained(TOKENIZER)
    encoder = T5EncoderModel(T5Config(vocab_size=len(tokenizer), d_model=4096, d_kv=64, d_ff=1024, num_layers=1, num_heads=8,
                                      feed_forward_proj="gated-gelu"))
    transformer = LTXVideoTransformer3DModel(num_layers=layers).to(torch.bfloat16)
    pipeline = LTXPipeline(scheduler=FlowMatchEulerDiscreteScheduler(), vae=AutoencoderKLLTXVideo(**VAE).to(torch.bfloat16),
                           text_encoder=encoder.to(torch.bfloat16), tokenizer=tokenizer, transformer=transformer)
    pipeline.save_pretrained(folder)
    # Decoding at timestep 0 draws no noise, which would be another one in either program.
    (folder / "kinora.json").write_text(json.dumps({"display_name": "random", "defaults": {"decode_timestep": 0.0, "decode_noise_scale": 0.0}}))


def diffusers_results(folder, dtype, noise, decode_noise):
    pipeline = LTXPipeline.from_pretrained(folder, torch_dtype=dtype)
    pipeline.set_progress_bar_config(disable=True)
    latents = pipeline(PROMPT, latents=noise, output_type="latent", max_sequence_length=128, **CLIP).frames.float()
    vae = pipeline.vae
    mean, std = (x.view(1, -1, 1, 1, 1).float() for x in (vae.latents_mean, vae.latents_std))
    video = vae.decode((decode_noise * std + mean).to(dtype), torch.tensor([0.0], dtype=dtype)).sample
    frames = (video.float()[0].permute(1, 2, 3, 0) / 2 + 0.5).clamp(0, 1)
    grid = (4, 12, 16)
    return latents.reshape(1, *grid, 128).permute(0, 4, 1, 2, 3).contiguous(), frames


def kinora_results(program, folder, work, dtype):
    common = [program, "render", PROMPT, "--model", str(folder), "--size", "512x384", "--frames", "25", "--fps", "25", "--dtype", dtype,
              "--device", "cpu", "--guidance", "1", "--quiet", "--overwrite"]
    subprocess.run([*common, "--steps", "4", "--noise", str(work / "noise.safetensors"), "--latents-out", str(work / "latents.safetensors"),
                    "--out", str(work / "render.safetensors")], check=True)
    subprocess.run([*common, "--latents-in", str(work / "decode.safetensors"), "--out", str(work / "frames.safetensors")], check=True)
    return load_file(work / "latents.safetensors")["latents"], load_file(work / "frames.safetensors")["frames"]


def error(result, reference):
    difference = (result.double() - reference.double()).abs()
    return difference.square().mean().sqrt().item(), difference.max().item()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--work", type=pathlib.Path, required=True)
    parser.add_argument("--layers", type=int, default=28)
    arguments = parser.parse_args()
    work, folder = arguments.work, arguments.work / "model"
    work.mkdir(parents=True, exist_ok=True)
    if not (folder / "model_index.json").exists():
        make_folder(folder, arguments.layers)
    generator = torch.Generator().manual_seed(1)
    noise = torch.randn(1, 128, 4, 12, 16, generator=generator)
    decoded = torch.randn(1, 128, 4, 12, 16, generator=generator)
    save_file({"noise": noise}, work / "noise.safetensors")
    save_file({"latents": decoded}, work / "decode.safetensors")
    packed = noise.permute(0, 2, 3, 4, 1).reshape(1, -1, 128).contiguous()

    exact = diffusers_results(folder, torch.float32, packed, decoded)
    gc.collect()
    rows = {"diffusers bf16": diffusers_results(folder, torch.bfloat16, packed, decoded),
            "kinora bf16": kinora_results(arguments.program, folder, work, "bf16")}
    is_kept = True
    for stage, name in enumerate(("latents after 4 steps", "decoded frames")):
        print(f"{name}: reference rms {exact[stage].double().square().mean().sqrt():.4f}")
        errors = {}
        for row, results in rows.items():
            errors[row], largest = error(results[stage], exact[stage])
            print(f"  {row:16} rms error {errors[row]:.3e}   largest {largest:.3e}")
        is_kept &= errors["kinora bf16"] <= errors["diffusers bf16"]
    return 0 if is_kept else 1


if __name__ == "__main__":
    sys.exit(main())
