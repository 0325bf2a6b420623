"""Makes reference cases of Wan for `kinora-cli models verify`: tiny models with the real architectures and random weights, saved as
diffusers saves them, and the inputs and outputs of every stage (docs/verification.md lists the names).

    pip install (as for make_reference_cases.py) accelerate
    python make_wan_cases.py OUTPUT_FOLDER [case ...]

The committed cases were made with those versions and the seeds below. More can be made by adding to CASES: nothing in Kinora knows them.
"""
import math
import sys
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from unittest.mock import patch

import numpy as np
import torch
from diffusers import (AutoencoderKLWan, FlowMatchEulerDiscreteScheduler, UniPCMultistepScheduler, WanImageToVideoPipeline, WanPipeline,
                       WanTransformer3DModel, WanVACEPipeline, WanVACETransformer3DModel)
from diffusers.models.autoencoders.autoencoder_kl_wan import WanAttentionBlock
from diffusers.pipelines.wan import pipeline_wan, pipeline_wan_i2v, pipeline_wan_vace
from PIL import Image
from transformers import CLIPImageProcessor, CLIPVisionConfig, CLIPVisionModel, UMT5Config, UMT5EncoderModel

from make_reference_cases import Recorder, picture, randomize, text_encoder, tokenizer

PIPELINE_MODULES = (pipeline_wan, pipeline_wan_i2v, pipeline_wan_vace)
GIVEN_PICTURES = ("image", "last_image", "video", "mask", "reference_images")
FIRST_CALL_INPUTS = ("hidden_states", "timestep", "encoder_hidden_states", "encoder_hidden_states_image", "control_hidden_states",
                     "control_hidden_states_scale")


def ignore_cache_in_attention():
    """The encoder hands its cache to every block, and the attention that attn_scales asks for takes none, so that it fails. It sees single
    frames and needs none."""
    forward = WanAttentionBlock.forward
    WanAttentionBlock.forward = lambda self, x, feat_cache=None, feat_idx=None: forward(self, x)


def unipc(**options):
    return UniPCMultistepScheduler(prediction_type="flow_prediction", use_flow_sigmas=True, **options)


def randomize_autoencoder(vae, seed, dtype):
    """As `randomize`, with factors of the norms near one and a decoder whose pixels are seldom clamped."""
    randomize(vae, seed, dtype)
    generator = torch.Generator().manual_seed(seed)
    for name, tensor in vae.named_parameters():
        if name.endswith("gamma"):
            tensor.copy_((1 + 0.2 * torch.randn(tensor.shape, generator=generator)).to(dtype).float())
    vae.decoder.conv_out.weight.copy_((vae.decoder.conv_out.weight * 0.4).to(dtype).float())


def build(folder, case):
    """Saves the model of a case."""
    dtype = case.get("dtype", torch.bfloat16)
    tok = tokenizer(folder / "tokenizer")
    parts = {"text_encoder": UMT5EncoderModel(UMT5Config(
                 vocab_size=len(tok) + 4, decoder_start_token_id=0, dense_act_fn="gelu_new", feed_forward_proj="gated-gelu", **case["text_encoder"])),
             "vae": AutoencoderKLWan(**case["vae"])}
    transformer_class = WanVACETransformer3DModel if case["pipeline"] is WanVACEPipeline else WanTransformer3DModel
    for name in ("transformer", "transformer_2") if "boundary_ratio" in case["options"] else ("transformer",):
        parts[name] = transformer_class(**case["transformer"])
    if "image_encoder" in case:
        parts["image_encoder"] = CLIPVisionModel(CLIPVisionConfig(**case["image_encoder"]))
    for i, (name, part) in enumerate(parts.items()):
        (randomize_autoencoder if name == "vae" else randomize)(part, case["seed"] + i, dtype)
        part.to(dtype)
    if "image_encoder" in case:
        size = case["image_encoder"]["image_size"]
        parts["image_processor"] = CLIPImageProcessor(size={"shortest_edge": size}, crop_size={"height": size, "width": size})
    pipeline = case["pipeline"](tokenizer=tok, scheduler=case["scheduler"], **parts, **case["options"])
    pipeline.save_pretrained(folder, max_shard_size=case.get("shard_size", "5GB"))
    if not case.get("keeps_fast_tokenizer"):
        (folder / "tokenizer" / "tokenizer.json").unlink()


def load(folder, pipeline):
    pipe = pipeline.from_pretrained(str(folder), dtype=torch.float32).to("cpu")
    pipe.set_progress_bar_config(disable=True)
    return pipe


def scheduler_metadata(scheduler):
    return {"class": type(scheduler).__name__, "config": {k: v for k, v in scheduler.config.items() if not k.startswith("_")}}


class RunRecording:
    """One call of a pipeline, with every random tensor and every intermediate result."""

    def __init__(self, rec, pipe, letter):
        self.rec, self.pipe, self.prefix = rec, pipe, f"run.{letter}."
        self.draws, self.counts, self.calls = [], {}, {}

    def put(self, name, tensor):
        self.rec.put(self.prefix + name, tensor)

    def note(self, name, value):
        self.rec.metadata[self.prefix + name] = value

    def counted(self, name):
        self.counts[name] = self.counts.get(name, -1) + 1
        return f"{name}.{self.counts[name]}"

    def draw(self, original, *args, **kwargs):  # it and what follows stand in for `original`
        tensor = original(*args, **kwargs)
        self.put("pipeline.noise", tensor)
        self.draws.append(self.prefix + "pipeline.noise")
        return tensor

    def encode_prompt(self, original, *args, **kwargs):
        prompt, negative = original(*args, **kwargs)
        self.put("pipeline.prompt_embeds", prompt)
        if negative is not None:
            self.put("pipeline.negative_prompt_embeds", negative)
        return prompt, negative

    def preprocess_conditions(self, original, *args, **kwargs):
        video, mask, references = original(*args, **kwargs)
        if not mask.eq(1).all():  # as it is where none was given
            self.put("pipeline.mask", mask[:, :1])
        for i, reference in enumerate(references[0]):
            self.put(f"pipeline.reference_image.{i}", reference)
        return video, mask, references

    def encode(self, original, x, **kwargs):
        name = self.counted("pipeline.vae_encode")
        result = original(x, **kwargs)
        if x.shape[2] == 1:
            self.put(name + ".input", x)
        else:
            self.note(name + ".input.omitted", list(x.shape))
        self.put(name + ".mean", result.latent_dist.mean)
        self.put(name + ".logvar", result.latent_dist.logvar)
        return result

    def decode(self, original, z, **kwargs):
        self.put("pipeline.decode_input", z)
        return original(z, **kwargs)

    def step(self, original, model_output, timestep, sample, **kwargs):
        self.put(self.counted("pipeline.model_output"), model_output)
        result = original(model_output, timestep, sample, **kwargs)
        self.put(self.counted("pipeline.latents"), result[0])
        return result

    def watch(self, name, transformer):
        """Puts down the transformer's first call, and the second where it is the first one's guidance."""
        self.calls[name] = 0

        def after(_, args, kwargs, output):
            self.calls[name] += 1
            if self.calls[name] == 1:
                for key in FIRST_CALL_INPUTS:
                    if kwargs.get(key) is not None:
                        self.put(f"{name}.input.{key}", kwargs[key])
                self.put(name + ".output", output[0])
            elif self.calls[name] == 2 and self.pipe.do_classifier_free_guidance:
                self.put(f"{name}.uncond.input.encoder_hidden_states", kwargs["encoder_hidden_states"])
                self.put(name + ".uncond.output", output[0])

        def after_rope(_, args, output):
            if self.calls[name] == 0:
                self.put(name + ".rope.cos", output[0])
                self.put(name + ".rope.sin", output[1])

        return transformer.register_forward_hook(after, with_kwargs=True), transformer.rope.register_forward_hook(after_rope)

    def run(self, arguments, generator):
        pipe = self.pipe
        stand_ins = [(module, "randn_tensor", self.draw) for module in PIPELINE_MODULES]
        stand_ins += [(pipe, "encode_prompt", self.encode_prompt), (pipe.vae, "encode", self.encode), (pipe.vae, "decode", self.decode),
                      (pipe.scheduler, "step", self.step)]
        if isinstance(pipe, WanVACEPipeline):
            stand_ins.append((pipe, "preprocess_conditions", self.preprocess_conditions))
        with ExitStack() as stack:
            for owner, name, stand_in in stand_ins:
                stack.enter_context(patch.object(owner, name, partial(stand_in, getattr(owner, name))))
            for name in ("transformer", "transformer_2"):
                for hook in self.watch(name, getattr(pipe, name)) if getattr(pipe, name) is not None else ():
                    stack.callback(hook.remove)
            frames = pipe(generator=generator, output_type="np", **arguments).frames[0]
        self.put("pipeline.sigmas", pipe.scheduler.sigmas)
        self.put("pipeline.timesteps", pipe.scheduler.timesteps)
        return torch.from_numpy(np.ascontiguousarray(frames)).float()


def given_pictures(rec, key, names):
    """The pictures of an argument that names tensors; one clip, or several pictures, may be one tensor."""
    arrays = [rec.tensors[name].numpy() for name in (names if isinstance(names, list) else [names])]
    pictures = [Image.fromarray(frame) for array in arrays for frame in (array if array.ndim == 4 else array[None])]
    return pictures[0] if key in ("image", "last_image") else pictures


def record_run(rec, folder, letter, case, run):
    pipe = load(folder, run.get("pipeline", case["pipeline"]))
    if "scheduler" in run:
        pipe.scheduler = run["scheduler"]
    shared = {key: case[key] for key in ("height", "width", "num_frames", "prompt", "negative_prompt", "max_sequence_length")}
    arguments = {**shared, **{key: value for key, value in run.items() if key not in ("pipeline", "scheduler")}}
    recording = RunRecording(rec, pipe, letter)
    recording.note("pipeline", type(pipe).__name__)
    recording.note("scheduler", scheduler_metadata(pipe.scheduler))
    recording.note("args", arguments)
    call = {key: given_pictures(rec, key, value) if key in GIVEN_PICTURES else value for key, value in arguments.items()}
    frames = recording.run(call, torch.Generator().manual_seed(case["seed"] + ord(letter)))
    shown = [0, frames.shape[0] - 1] if letter == "a" else [frames.shape[0] - 1]
    recording.note("draws", recording.draws)
    recording.note("transformer_calls", {name: count for name, count in recording.calls.items() if count > 0})
    recording.note("pipeline.frames.index", shown)
    recording.note("pipeline.frames.shape", list(frames.shape))
    recording.put("pipeline.frames", frames[shown])


def record_text(rec, pipe, case):
    """The tokenizer and the text encoder on their own. `cleaned` is what the pipeline makes of a text before."""
    texts = [case["prompt"], case["negative_prompt"], "", "  two  spaces,\t tab &amp;amp; a </s> token <extra_id_3> café 🦊 "]
    cleaned = [pipeline_wan.prompt_clean(text) for text in texts]
    length = 28
    rec.metadata["tokenizer.max_length"] = length
    rec.metadata["tokenizer.texts"] = [{"text": text, "cleaned": clean} for text, clean in zip(texts, cleaned)]
    for i, text in enumerate(cleaned):
        ids = pipe.tokenizer([text], padding="max_length", max_length=length, truncation=True, return_tensors="pt")
        rec.put(f"tokenizer.{i}.input_ids", ids.input_ids)
        rec.put(f"tokenizer.{i}.attention_mask", ids.attention_mask)
    ids = pipe.tokenizer(cleaned, padding="max_length", max_length=length, truncation=True, return_tensors="pt")
    rec.metadata["text_encoder.uses_attention_mask"] = True
    output = pipe.text_encoder(ids.input_ids, attention_mask=ids.attention_mask)[0]
    for name, value in (("input_ids", ids.input_ids), ("attention_mask", ids.attention_mask), ("output", output)):
        rec.put("text_encoder." + name, value)


def record_autoencoder(rec, vae, seed):
    generator = torch.Generator().manual_seed(seed + 99)
    space, time = vae.config.scale_factor_spatial, vae.config.scale_factor_temporal
    pixels = torch.rand(1, 3, 1 + 2 * time, space * 2, space * 3, generator=generator) * 2 - 1
    rec.put("vae.encode.input", pixels)
    for name, given in (("encode", pixels), ("encode_single", pixels[:, :, :1])):
        posterior = vae.encode(given).latent_dist
        rec.put(f"vae.{name}.mean", posterior.mean)
        rec.put(f"vae.{name}.logvar", posterior.logvar)
    latents = torch.randn(1, vae.config.z_dim, 3, 2, 3, generator=generator)
    rec.put("vae.decode.input", latents)
    rec.put("vae.decode.output", vae.decode(latents, return_dict=False)[0])
    rec.put("vae.decode_single.output", vae.decode(latents[:, :, :1], return_dict=False)[0])


def record_image_encoder(rec, pipe):
    pixels = pipe.image_processor(images=given_pictures(rec, "image", "input.first"), return_tensors="pt").pixel_values
    rec.put("image_encoder.pixel_values", pixels)
    rec.put("image_encoder.output", pipe.image_encoder(pixels, output_hidden_states=True).hidden_states[-2])


def record_schedulers(rec, seed):
    settings = {
        "unipc_n1": (unipc(flow_shift=3.0), 1),
        "unipc_shift5_n7": (unipc(flow_shift=5.0), 7),
        "unipc_order3_shift8_n6": (unipc(solver_order=3, flow_shift=8.0), 6),
        "unipc_order1_n4": (unipc(solver_order=1), 4),
        "euler_shift5_n6": (FlowMatchEulerDiscreteScheduler(shift=5.0), 6),
    }
    generator = torch.Generator().manual_seed(seed)
    recorded = {}
    for name, (scheduler, num_steps) in settings.items():
        scheduler.set_timesteps(num_steps)
        recorded[name] = {**scheduler_metadata(scheduler), "set_timesteps": {"num_inference_steps": num_steps}}
        rec.put(f"scheduler.{name}.sigmas", scheduler.sigmas)
        rec.put(f"scheduler.{name}.timesteps", scheduler.timesteps)
        sample = torch.randn(1, 3, 2, 1, 2, generator=generator)
        for k, t in enumerate(scheduler.timesteps):
            velocity = torch.randn(sample.shape, generator=generator)
            rec.put(f"scheduler.{name}.step.{k}.sample", sample)
            rec.put(f"scheduler.{name}.step.{k}.model_output", velocity)
            sample = scheduler.step(velocity, t, sample, return_dict=False)[0]
            rec.put(f"scheduler.{name}.step.{k}.prev_sample", sample)
    rec.metadata["scheduler.settings"] = recorded


def clip(seed, frames, height, width):
    return np.stack([picture(seed + i, height, width) for i in range(frames)])


def mask_clip(frames, height, width):
    """A bright region that wanders; its border passes through all greys."""
    y, x = np.mgrid[0:height, 0:width]
    distance = [np.hypot(y - height / 2, x - width * (i + 1) / (frames + 1)) for i in range(frames)]
    grey = np.clip(255 - (np.stack(distance) - height / 6) * 24, 0, 255).astype(np.uint8)
    return np.repeat(grey[..., None], 3, axis=-1)


def statistics(channels):
    """Latents' means and deviations that differ from channel to channel."""
    return dict(latents_mean=[round(0.4 * math.sin(2.0 * c + 1), 4) for c in range(channels)],
                latents_std=[round(1.3 + 0.6 * math.cos(3.0 * c), 4) for c in range(channels)])


def transformer(heads, head_dim, layers, text_dim, channels, **options):
    return dict(num_attention_heads=heads, attention_head_dim=head_dim, num_layers=layers, text_dim=text_dim, in_channels=channels,
                rope_max_seq_len=64, **{"out_channels": channels, "freq_dim": 18, "ffn_dim": 20, **options})


PROMPTS = dict(prompt="  a red fox &amp; the paper boat\n drift\tthrough the snow ", negative_prompt="worst quality, blurry", max_sequence_length=22)
SMALL_CLIP = dict(height=32, width=48, num_frames=5)
# 8 pixels and 4 frames a latent; the others 4 or 8 pixels and 2 or 4 frames.
VAE_8X4 = dict(base_dim=3, z_dim=4, dim_mult=[1, 2, 2, 3], num_res_blocks=1, temperal_downsample=[True, False, True], **statistics(4))
SEES_PICTURES = dict(image_dim=12, added_kv_proj_dim=40, out_channels=4)
TINY_CLIP = dict(hidden_size=12, intermediate_size=20, num_hidden_layers=3, num_attention_heads=3, image_size=30, patch_size=10, projection_dim=8)
CASES = {
    # 2.1: guidance, none, and a higher solver order; a clip of another size; no multiple of a head's split into time, height and width; attention
    # in the autoencoder's outer blocks; shards.
    "wan_t2v": dict(
        pipeline=WanPipeline, seed=21, options={}, dtype=torch.float32, shard_size="100KB", keeps_fast_tokenizer=True,
        text_encoder=text_encoder(16, 3, 2), transformer=transformer(3, 14, 3, 16, 6, eps=1e-5),
        vae=dict(base_dim=3, z_dim=6, dim_mult=[1, 3, 2], num_res_blocks=1, attn_scales=[1.0, 0.25], temperal_downsample=[True, False],
                 scale_factor_spatial=4, scale_factor_temporal=2, **statistics(6)),
        scheduler=unipc(flow_shift=5.0), schedulers=True, **PROMPTS, **SMALL_CLIP,
        runs={"a": dict(num_inference_steps=4, guidance_scale=4.0),
              "b": dict(scheduler=FlowMatchEulerDiscreteScheduler(shift=2.5), num_inference_steps=3, guidance_scale=1.0, height=48, width=32,
                        num_frames=3),
              "c": dict(scheduler=unipc(solver_order=3, flow_shift=8.0), num_inference_steps=6, guidance_scale=3.0, num_frames=1,
                        negative_prompt=None, max_sequence_length=9)}),
    # 2.2, 5B: patches around the autoencoder, shortcuts around its blocks, a timestep for every token, and from a picture.
    "wan_residual": dict(
        pipeline=WanPipeline, seed=22, options=dict(expand_timesteps=True), text_encoder=text_encoder(12, 2, 1),
        transformer=transformer(1, 22, 1, 12, 5, cross_attn_norm=False, ffn_dim=30),
        vae=dict(base_dim=4, decoder_base_dim=6, z_dim=5, dim_mult=[1, 2, 2], num_res_blocks=1, temperal_downsample=[True, False], is_residual=True,
                 in_channels=12, out_channels=12, patch_size=2, scale_factor_spatial=8, scale_factor_temporal=2, **statistics(5)),
        scheduler=unipc(flow_shift=5.0), **PROMPTS, **SMALL_CLIP, inputs={"first": picture(100, 40, 50)},
        runs={"a": dict(num_inference_steps=3, guidance_scale=5.0),
              "b": dict(pipeline=WanImageToVideoPipeline, num_inference_steps=4, guidance_scale=3.0, image="input.first"),
              "c": dict(pipeline=WanImageToVideoPipeline, scheduler=FlowMatchEulerDiscreteScheduler(shift=5.0), num_inference_steps=2,
                        guidance_scale=1.0, image="input.first", num_frames=3)}),
    # 2.2, A14B from pictures: the second transformer takes over, with the same guidance, with its own, and without any.
    "wan_two_transformers": dict(
        pipeline=WanImageToVideoPipeline, seed=23, options=dict(boundary_ratio=0.75), text_encoder=text_encoder(16, 2, 1),
        transformer=transformer(2, 14, 1, 16, 12, out_channels=4), vae=VAE_8X4, scheduler=unipc(flow_shift=3.0), **PROMPTS,
        height=32, width=48, num_frames=9, inputs={"first": picture(110, 32, 48), "last": picture(111, 27, 61)},
        runs={"a": dict(num_inference_steps=4, guidance_scale=3.5, guidance_scale_2=2.0, image="input.first"),
              "b": dict(num_inference_steps=3, guidance_scale=3.0, image="input.first", last_image="input.last", scheduler=unipc(flow_shift=5.0)),
              "c": dict(num_inference_steps=3, guidance_scale=1.0, guidance_scale_2=4.0, image="input.last", num_frames=5)}),
    # 2.1 from a picture that the transformer also sees as a picture encoder does.
    "wan_pictures": dict(
        pipeline=WanImageToVideoPipeline, seed=24, options={}, no_stages=True, text_encoder=text_encoder(16, 2, 1),
        transformer=transformer(2, 20, 2, 16, 12, **SEES_PICTURES), vae=VAE_8X4, image_encoder=dict(TINY_CLIP, hidden_act="quick_gelu"),
        scheduler=unipc(flow_shift=3.0), **{**PROMPTS, "max_sequence_length": 512}, height=32, width=48, num_frames=9,
        inputs={"first": picture(120, 41, 70)},
        runs={"a": dict(num_inference_steps=3, guidance_scale=5.0, image="input.first")}),
    # 2.1 from the first and the last picture: both are seen, with a place each.
    "wan_first_last": dict(
        pipeline=WanImageToVideoPipeline, seed=25, options={}, no_stages=True, text_encoder=text_encoder(16, 2, 1),
        transformer=transformer(2, 20, 1, 16, 12, pos_embed_seq_len=20, **SEES_PICTURES), vae=VAE_8X4,
        image_encoder=dict(TINY_CLIP, hidden_act="gelu"), scheduler=unipc(flow_shift=16.0), **{**PROMPTS, "max_sequence_length": 512},
        height=32, width=48, num_frames=5, inputs={"first": picture(130, 64, 31), "last": picture(131, 32, 48)},
        runs={"a": dict(num_inference_steps=3, guidance_scale=4.0, image="input.first", last_image="input.last")}),
    # 2.1 VACE: a control clip, a region of one and a picture to refer to, two such pictures alone, nothing.
    "wan_vace": dict(
        pipeline=WanVACEPipeline, seed=26, options={}, text_encoder=text_encoder(16, 2, 1),
        transformer=transformer(3, 10, 3, 16, 4, vace_layers=[0, 1], vace_in_channels=24),
        vae=dict(base_dim=4, z_dim=4, dim_mult=[2, 1, 2], num_res_blocks=2, temperal_downsample=[False, True], scale_factor_spatial=4,
                 scale_factor_temporal=2, **statistics(4)),
        scheduler=unipc(flow_shift=3.0), **PROMPTS, height=24, width=40, num_frames=5,
        inputs={"control": clip(140, 5, 24, 40), "mask": mask_clip(5, 24, 40), "reference": picture(150, 42, 31), "references": clip(151, 2, 20, 52)},
        runs={"a": dict(num_inference_steps=3, guidance_scale=4.0, video="input.control", conditioning_scale=0.8),
              "b": dict(num_inference_steps=3, guidance_scale=3.0, video="input.control", mask="input.mask", reference_images=["input.reference"],
                        conditioning_scale=[1.0, 0.4]),
              "c": dict(num_inference_steps=2, guidance_scale=1.0, reference_images=["input.references"]),
              "d": dict(num_inference_steps=2, guidance_scale=2.0, num_frames=9)}),
}


def make(folder, name, case):
    folder = folder / name
    model = folder / "model"
    model.mkdir(parents=True)
    build(model, case)
    rec = Recorder()
    rec.metadata.update({key: case[key] for key in ("seed", "prompt", "negative_prompt", "height", "width", "num_frames", "max_sequence_length")},
                        pipeline=case["pipeline"].__name__, runs=sorted(case["runs"]), **case["options"])
    for key, value in case.get("inputs", {}).items():
        rec.put("input." + key, torch.from_numpy(value))
    pipe = load(model, case["pipeline"])
    if not case.get("no_stages"):
        record_text(rec, pipe, case)
        record_autoencoder(rec, pipe.vae, case["seed"])
    if "image_encoder" in case:
        record_image_encoder(rec, pipe)
    for letter, run in case["runs"].items():
        record_run(rec, model, letter, case, run)
    if case.get("schedulers"):
        record_schedulers(rec, case["seed"])
    rec.save(folder / "reference.safetensors")


if __name__ == "__main__":
    ignore_cache_in_attention()
    for case_name in sys.argv[2:] or CASES:
        make(Path(sys.argv[1]), case_name, CASES[case_name])
        print(case_name)
