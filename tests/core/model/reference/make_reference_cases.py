"""Makes reference cases for `kinora-cli models verify`: tiny models with the real architectures and random weights, saved as
diffusers saves them, and the inputs and outputs of every stage (docs/verification.md lists the names).

    pip install torch==2.13.0 diffusers==0.42.1 transformers==5.23.0 sentencepiece==0.2.3 safetensors protobuf pillow ftfy
    python make_reference_cases.py OUTPUT_FOLDER [case ...]

The committed cases were made with these versions and the seeds below. More cases can be made by adding to CASES: nothing in
Kinora knows them. A case that names a `model_of` runs that case's model, which must be there, and is saved beside it.
"""
import json
import sys
from pathlib import Path

import numpy as np
import torch
from diffusers import (AutoencoderKLLTXVideo, FlowMatchEulerDiscreteScheduler, LTXConditionPipeline, LTXImageToVideoPipeline,
                       LTXPipeline, LTXVideoTransformer3DModel)
from diffusers.pipelines.ltx import pipeline_ltx, pipeline_ltx_condition, pipeline_ltx_image2video
from diffusers.pipelines.ltx.pipeline_ltx_condition import LTXVideoCondition
from diffusers.models.autoencoders import vae as vae_module
from diffusers.schedulers import scheduling_flow_match_euler_discrete as scheduler_module
from PIL import Image
from safetensors.torch import save_file
from transformers import T5Config, T5EncoderModel, T5Tokenizer

torch.set_grad_enabled(False)
ALIAS_BYTES = 2048

TEXT = """a red fox runs through the snow while the paper boat drifts along a gutter under green trees and the storm passes
worst quality inconsistent motion blurry jittery distorted watermark low resolution cinematic lighting slow camera pan
the old lighthouse keeper walks up the stairs with a lamp and looks at the sea waves clouds birds and a small blue house"""


def tokenizer(folder, **options):
    """A unigram tokenizer trained on TEXT, with T5's special pieces; `options` are SentencePiece's."""
    import sentencepiece
    folder.mkdir(parents=True, exist_ok=True)
    corpus = folder / "corpus.txt"
    corpus.write_text("\n".join(TEXT.splitlines() * 4))
    sentencepiece.SentencePieceTrainer.train(
        input=str(corpus), model_prefix=str(folder / "spiece"), model_type="unigram", pad_id=0, eos_id=1, unk_id=2, bos_id=-1,
        hard_vocab_limit=False, num_threads=1, minloglevel=2, **{"vocab_size": 180, "normalization_rule_name": "identity", **options})
    corpus.unlink()
    (folder / "spiece.vocab").unlink()
    return T5Tokenizer.from_pretrained(str(folder))


def randomize(module, seed, dtype):
    """Weights that let every part show in the output; rounded to the stored type first, so that nothing is lost in it."""
    generator = torch.Generator().manual_seed(seed)
    for name, tensor in list(module.named_parameters()) + list(module.named_buffers()):
        if not tensor.is_floating_point() or name.endswith("timestep_scale_multiplier"):
            continue
        if name == "latents_std":
            value = torch.rand(tensor.shape, generator=generator) * 0.5 + 0.75
        elif tensor.dim() > 1:
            fan_in = tensor[0].numel()
            value = torch.randn(tensor.shape, generator=generator) * 1.2 / max(fan_in, 1) ** 0.5
        else:
            value = torch.randn(tensor.shape, generator=generator) * 0.1 + (1.0 if "norm" in name and "weight" in name else 0.0)
        tensor.copy_(value.to(dtype).float())
    return module.eval()


def build(folder, case):
    """Saves the model of a case and returns its pipeline, loaded back in float32."""
    model = folder / "model"
    dtype = case.get("dtype", torch.float32)
    tok = tokenizer(model / "tokenizer")
    t5 = T5EncoderModel(T5Config(vocab_size=len(tok) + 4, decoder_start_token_id=0, dense_act_fn="gelu_new",
                                 feed_forward_proj="gated-gelu", tie_word_embeddings=True, **case["text_encoder"]))
    parts = {"text_encoder": t5, "transformer": LTXVideoTransformer3DModel(**case["transformer"]),
             "vae": AutoencoderKLLTXVideo(**case["vae"])}
    for index, (name, part) in enumerate(parts.items()):
        randomize(part, case["seed"] + index, dtype)
        part.to(dtype).save_pretrained(model / name, max_shard_size=case.get("shard_size", "5GB"))
    FlowMatchEulerDiscreteScheduler(**case["scheduler"]).save_pretrained(model / "scheduler")
    pipeline = case["pipeline"]
    index = {"_class_name": pipeline.__name__, "_diffusers_version": "0.42.1",
             "scheduler": ["diffusers", "FlowMatchEulerDiscreteScheduler"], "text_encoder": ["transformers", "T5EncoderModel"],
             "tokenizer": ["transformers", "T5Tokenizer"], "transformer": ["diffusers", "LTXVideoTransformer3DModel"],
             "vae": ["diffusers", "AutoencoderKLLTXVideo"]}
    (model / "model_index.json").write_text(json.dumps(index, indent=2))
    tok.save_pretrained(model / "tokenizer")
    if case.get("slow_tokenizer"):  # as repositories made with older versions have it
        (model / "tokenizer" / "tokenizer.json").unlink()
    return pipeline.from_pretrained(str(model), torch_dtype=torch.float32).to("cpu")


class Recorder:
    def __init__(self):
        self.tensors, self.metadata, self.aliases = {}, {}, {}

    def put(self, name, tensor):
        tensor = tensor.detach().contiguous().clone()
        if tensor.numel() * tensor.element_size() >= ALIAS_BYTES:
            for other, kept in self.tensors.items():
                if kept.shape == tensor.shape and kept.dtype == tensor.dtype and torch.equal(kept, tensor):
                    self.aliases[name] = other
                    return
        self.tensors[name] = tensor

    def save(self, path):
        metadata = {key: json.dumps(value) for key, value in {**self.metadata, "aliases": self.aliases}.items()}
        save_file(self.tensors, str(path), metadata={**metadata, "format": "pt"})


def picture(seed, height, width):
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[0:height, 0:width]
    base = np.stack([128 + 100 * np.sin(x / (7 + c) + seed + c) * np.cos(y / (9 - c)) for c in range(3)], -1)
    return np.clip(base + rng.normal(0, 12, base.shape), 0, 255).astype(np.uint8)


def record_run(rec, pipe, letter, case, run):
    """One call of the pipeline, with every random tensor and every intermediate result."""
    prefix = f"run.{letter}."
    draws, counters = [], {}

    def counted(name):
        counters[name] = counters.get(name, -1) + 1
        return f"{name}.{counters[name]}"

    def draw(name, tensor):
        rec.put(prefix + name, tensor)
        draws.append(prefix + name)

    generator = torch.Generator().manual_seed(case["seed"] + ord(letter))
    torch.manual_seed(case["seed"] + ord(letter))  # for what the pipelines draw without their generator
    original_randn, original_torch_randn = pipeline_ltx.randn_tensor, torch.randn
    expects = {"name": "pipeline.noise"}
    is_image_pipeline = isinstance(pipe, LTXImageToVideoPipeline)
    state = {"in_randn_tensor": False, "in_decode": False}

    def plain_randn(shape, generator, device, dtype):
        state["in_randn_tensor"] = True
        tensor = original_randn(tuple(shape), generator=generator, device=device, dtype=dtype)
        state["in_randn_tensor"] = False
        return tensor

    def torch_randn(*args, **kwargs):
        tensor = original_torch_randn(*args, **kwargs)
        if not state["in_randn_tensor"]:
            draw(counted("pipeline.inject_noise") if state["in_decode"] else "pipeline.decode_noise", tensor)
        return tensor

    def step_randn(shape, generator=None, device=None, dtype=None, **_):
        tensor = plain_randn(shape, generator, device, dtype)
        draw(counted("pipeline.step_noise"), tensor)
        return tensor

    def randn(shape, generator=None, device=None, dtype=None, **_):
        tensor = plain_randn(shape, generator, device, dtype)
        name = expects["name"]
        draw(counted(name) if name in ("pipeline.keyframe_noise", "pipeline.image_cond_noise") else name, tensor)
        return tensor

    def posterior_randn(shape, generator=None, device=None, dtype=None, **_):
        tensor = plain_randn(shape, generator, device, dtype)
        draw(counted("pipeline.vae_posterior_noise"), tensor)
        expects["name"] = "pipeline.noise" if is_image_pipeline else "pipeline.keyframe_noise"
        return tensor

    hooks = []
    first = {"pending": True}

    def before_transformer(module, args, kwargs):
        expects["name"] = "pipeline.image_cond_noise"
        if first["pending"]:
            for key in ("hidden_states", "timestep", "encoder_hidden_states", "encoder_attention_mask", "video_coords"):
                if torch.is_tensor(kwargs.get(key)):
                    rec.put(f"{prefix}transformer.input.{key}", kwargs[key])
            for key in ("num_frames", "height", "width", "rope_interpolation_scale"):
                if kwargs.get(key) is not None:
                    rec.metadata[f"{prefix}transformer.input.{key}"] = kwargs[key]

    def after_transformer(module, args, kwargs, output):
        if first["pending"]:
            rec.put(f"{prefix}transformer.output", output[0])
            first["pending"] = False

    def after_rope(module, args, output):
        if first["pending"]:
            rec.put(f"{prefix}transformer.rope.cos", output[0])
            rec.put(f"{prefix}transformer.rope.sin", output[1])

    hooks.append(pipe.transformer.register_forward_pre_hook(before_transformer, with_kwargs=True))
    hooks.append(pipe.transformer.register_forward_hook(after_transformer, with_kwargs=True))
    hooks.append(pipe.transformer.rope.register_forward_hook(after_rope))

    original_step, original_encode, original_decode = pipe.scheduler.step, pipe.vae.encode, pipe.vae.decode
    original_prepare, original_scheduler = pipe.prepare_latents, pipe.scheduler

    def step(model_output, timestep, sample, **kwargs):
        rec.put(prefix + counted("pipeline.model_output"), model_output)
        result = original_step(model_output, timestep, sample, **kwargs)
        return result

    def encode(x, **kwargs):
        name = prefix + counted("pipeline.vae_encode")
        result = original_encode(x, **kwargs)
        if x.shape[2] == 1:
            rec.put(name + ".input", x)
        else:
            rec.metadata[name + ".input.omitted"] = list(x.shape)
        rec.put(name + ".mean", result.latent_dist.mean)
        rec.put(name + ".logvar", result.latent_dist.logvar)
        return result

    def decode(z, temb=None, **kwargs):
        rec.put(prefix + "pipeline.decode_input", z)
        if temb is not None:
            rec.put(prefix + "pipeline.decode_timestep", temb)
        state["in_decode"] = True
        result = original_decode(z, temb, **kwargs)
        state["in_decode"] = False
        return result

    def prepare(*args, **kwargs):
        result = original_prepare(*args, **kwargs)
        if is_image_pipeline:
            rec.put(prefix + "pipeline.prepared_latents", result[0])
            rec.put(prefix + "pipeline.conditioning_mask", result[1])
        elif isinstance(result, tuple):
            latents, mask, ids, extra = result
            if mask is not None:
                rec.put(prefix + "pipeline.prepared_latents", latents)
                rec.put(prefix + "pipeline.conditioning_mask", mask)
            rec.put(prefix + "pipeline.video_ids", ids)
            rec.metadata[prefix + "extra_conditioning_num_latents"] = extra
        expects["name"] = "pipeline.image_cond_noise"
        return result

    def on_step_end(_, index, timestep, values):
        rec.put(f"{prefix}pipeline.latents.{index}", values["latents"])
        if index == pipe.num_timesteps - 1:
            expects["name"] = "pipeline.decode_noise"
        return {}

    if "scheduler" in run:
        pipe.scheduler = FlowMatchEulerDiscreteScheduler(**run["scheduler"])
        rec.metadata[prefix + "scheduler"] = scheduler_metadata(pipe.scheduler)
        original_step = pipe.scheduler.step
    pipe.scheduler.step, pipe.vae.encode, pipe.vae.decode, pipe.prepare_latents = step, encode, decode, prepare
    modules = (pipeline_ltx, pipeline_ltx_condition, pipeline_ltx_image2video)
    for module in modules:
        module.randn_tensor = randn
    vae_module.randn_tensor, scheduler_module.randn_tensor, torch.randn = posterior_randn, step_randn, torch_randn
    try:
        arguments = {key: value for key, value in run.items() if key != "scheduler"}
        if "latents" in arguments:  # named as the tensor is
            arguments["latents"] = torch.from_numpy(case["inputs"][arguments["latents"].removeprefix("input.")])
        conditions = arguments.pop("conditions", None)
        if conditions is not None:
            rec.metadata[prefix + "conditions"] = conditions
        if conditions is not None and is_image_pipeline:
            arguments["image"] = Image.fromarray(case["inputs"][conditions[0]["image"]])
        elif conditions is not None:
            arguments["conditions"] = [
                LTXVideoCondition(frame_index=c["frame_index"], strength=c["strength"],
                                  image=Image.fromarray(case["inputs"][c["image"]]) if "image" in c else None,
                                  video=[Image.fromarray(f) for f in case["inputs"][c["video"]]] if "video" in c else None)
                for c in conditions] or None
        size = {key: arguments.pop(key, case[key]) for key in ("height", "width", "num_frames")}
        texts = {key: arguments.pop(key, case[key]) for key in ("prompt", "negative_prompt")}
        rec.metadata[prefix + "args"] = {**run, **size, **texts}
        for key in ("conditions", "scheduler"):
            rec.metadata[prefix + "args"].pop(key, None)
        frames = pipe(generator=generator, output_type="np", callback_on_step_end=on_step_end, **size, **texts,
                      **arguments).frames[0]
    finally:
        pipe.scheduler.step, pipe.vae.encode, pipe.vae.decode = original_step, original_encode, original_decode
        pipe.prepare_latents = original_prepare
        rec.put(prefix + "pipeline.sigmas", pipe.scheduler.sigmas)
        rec.put(prefix + "pipeline.timesteps", pipe.scheduler.timesteps)
        pipe.scheduler = original_scheduler
        for module in modules:
            module.randn_tensor = original_randn
        vae_module.randn_tensor = scheduler_module.randn_tensor = original_randn
        torch.randn = original_torch_randn
        for hook in hooks:
            hook.remove()
    rec.metadata[prefix + "draws"] = draws
    frames = torch.from_numpy(np.ascontiguousarray(frames)).float()
    shown = sorted({frames.shape[0] - 1} if case.get("last_frame_only") else {0, frames.shape[0] // 2, frames.shape[0] - 1})
    rec.metadata[prefix + "pipeline.frames.index"] = shown
    rec.metadata[prefix + "pipeline.frames.shape"] = list(frames.shape)
    rec.put(prefix + "pipeline.frames", frames[shown])


def record_stages(rec, pipe, case):
    """The tokenizer, the text encoder, the autoencoder and the scheduler on their own."""
    texts = ["", case["prompt"], case["negative_prompt"], "  two  spaces,\t tab and a </s> token <extra_id_3> café 🦊 "]
    length = 24
    rec.metadata["tokenizer.max_length"] = length
    rec.metadata["tokenizer.texts"] = [{"text": t, "cleaned": t} for t in texts]
    for i, text in enumerate(texts):
        ids = pipe.tokenizer([text], padding="max_length", max_length=length, truncation=True, return_tensors="pt")
        rec.put(f"tokenizer.{i}.input_ids", ids.input_ids)
        rec.put(f"tokenizer.{i}.attention_mask", ids.attention_mask)
    uses_mask = case["pipeline"] is LTXConditionPipeline
    ids = pipe.tokenizer(texts, padding="max_length", max_length=length, truncation=True, return_tensors="pt")
    output = pipe.text_encoder(ids.input_ids, attention_mask=ids.attention_mask if uses_mask else None)[0]
    rec.metadata["text_encoder.uses_attention_mask"] = uses_mask
    for name, value in (("input_ids", ids.input_ids), ("attention_mask", ids.attention_mask), ("output", output)):
        rec.put("text_encoder." + name, value)
    record_autoencoder(rec, pipe.vae, case)


def record_preprocessing(rec, pipe, wanted):
    """A picture of another shape, as the pipeline prepares it for the autoencoder."""
    rec.put("preprocess.input", torch.from_numpy(wanted["picture"]))
    rec.put("preprocess.output", pipe.video_processor.preprocess(Image.fromarray(wanted["picture"]), wanted["height"], wanted["width"]))


def record_autoencoder(rec, vae, case):
    generator = torch.Generator().manual_seed(case["seed"] + 99)
    space, time = vae.spatial_compression_ratio, vae.temporal_compression_ratio
    pixels = torch.rand(1, 3, 1 + 2 * time, space * 2, space, generator=generator) * 2 - 1
    posterior = vae.encode(pixels).latent_dist
    single = vae.encode(pixels[:, :, :1]).latent_dist
    rec.put("vae.encode.input", pixels)
    rec.put("vae.latents_mean", vae.latents_mean)
    rec.put("vae.latents_std", vae.latents_std)
    for name, value in (("encode", posterior), ("encode_single", single)):
        rec.put(f"vae.{name}.mean", value.mean)
        rec.put(f"vae.{name}.logvar", value.logvar)
    latents = torch.randn(1, vae.config.latent_channels, 3, 2, 1, generator=generator)
    rec.put("vae.decode.input", latents)
    timestep = None
    if vae.config.timestep_conditioning:
        timestep = torch.tensor([0.05])
        rec.put("vae.decode.timestep", timestep)
    count = [0]
    original = torch.randn

    def randn(*args, **kwargs):
        kwargs["generator"] = generator
        value = original(*args, **kwargs)
        rec.put(f"vae.decode.inject_noise.{count[0]}", value)
        count[0] += 1
        return value

    torch.randn = randn
    try:
        rec.put("vae.decode.output", vae.decode(latents, timestep, return_dict=False)[0])
    finally:
        torch.randn = original


def scheduler_metadata(scheduler):
    return {"class": "FlowMatchEulerDiscreteScheduler", "config": {k: v for k, v in scheduler.config.items() if not k.startswith("_")}}


def record_noisy_schedulers(rec, seed):
    """Steps that draw noise, and steps of tokens with timesteps of their own."""
    settings = {
        "stochastic_n4": ({"stochastic_sampling": True}, {"num_inference_steps": 4}, False),
        "per_token_n4": ({"num_train_timesteps": 500}, {"num_inference_steps": 4}, True),
        "per_token_stochastic_n4": ({"stochastic_sampling": True}, {"num_inference_steps": 4}, True),
    }
    generator = torch.Generator().manual_seed(seed)
    recorded = {}
    original = scheduler_module.randn_tensor
    for name, (config, call, is_per_token) in settings.items():
        scheduler = FlowMatchEulerDiscreteScheduler(**config)
        scheduler.set_timesteps(**call)
        recorded[name] = {**scheduler_metadata(scheduler), "set_timesteps": call}
        rec.put(f"scheduler.{name}.sigmas", scheduler.sigmas)
        rec.put(f"scheduler.{name}.timesteps", scheduler.timesteps)
        highest = torch.rand(1, 6, generator=generator) * scheduler.config.num_train_timesteps
        sample = torch.randn(1, 6, 4, generator=generator)
        for k, t in enumerate(scheduler.timesteps):
            step = f"scheduler.{name}.step.{k}."
            noise = torch.randn(1, 6, 4, generator=generator)
            scheduler_module.randn_tensor = lambda *args, noise=noise, **kwargs: noise
            arguments = {}
            if is_per_token:
                arguments["per_token_timesteps"] = torch.min(highest, t)
                rec.put(step + "per_token_timesteps", arguments["per_token_timesteps"])
            if scheduler.config.stochastic_sampling:
                rec.put(step + "noise", noise)
            velocity = torch.randn(1, 6, 4, generator=generator)
            rec.put(step + "sample", sample)
            rec.put(step + "model_output", velocity)
            sample = scheduler.step(velocity, t, sample, return_dict=False, **arguments)[0]
            rec.put(step + "prev_sample", sample)
    scheduler_module.randn_tensor = original
    rec.metadata["scheduler.settings"] = recorded


def record_schedulers(rec, seed):
    """Every option of the scheduler that the pipelines or their users set."""
    ltx = dict(use_dynamic_shifting=True, base_shift=0.95, max_shift=2.05, base_image_seq_len=1024, max_image_seq_len=4096,
               shift_terminal=0.1)
    settings = {
        "dynamic_n5": (ltx, {"sigmas": np.linspace(1, 0.2, 5).tolist(), "mu": 1.3}),
        "dynamic_timesteps": (ltx, {"timesteps": [1000.0, 800.0, 300.0], "mu": 2.6}),
        "linear_n4": (dict(ltx, time_shift_type="linear"), {"sigmas": [1.0, 0.75, 0.5, 0.25], "mu": 1.7}),
        "plain_n1": ({}, {"num_inference_steps": 1}),
        "plain_n7": ({}, {"num_inference_steps": 7}),
        "shift5_n6": ({"shift": 5.0}, {"num_inference_steps": 6}),
        "shift2_terminal_n4": ({"shift": 2.0, "shift_terminal": 0.2}, {"num_inference_steps": 4}),
        "karras_n6": ({"use_karras_sigmas": True, "shift": 3.0}, {"num_inference_steps": 6}),
        "exponential_n6": ({"use_exponential_sigmas": True}, {"num_inference_steps": 6}),
        "beta_n6": ({"use_beta_sigmas": True}, {"num_inference_steps": 6}),
        "invert_n4": ({"invert_sigmas": True}, {"num_inference_steps": 4}),
        "custom_sigmas": ({}, {"sigmas": [1.0, 0.9, 0.3, 0.05]}),
        "sigmas_and_timesteps": ({}, {"sigmas": [1.0, 0.5, 0.1], "timesteps": [999.0, 600.0, 50.0]}),
        "distilled": ({}, {"timesteps": [1000.0, 993.0, 987.0, 981.0, 975.0, 909.0, 725.0, 0.03]}),
    }
    generator = torch.Generator().manual_seed(seed)
    recorded = {}
    for name, (config, call) in settings.items():
        scheduler = FlowMatchEulerDiscreteScheduler(**config)
        scheduler.set_timesteps(**call)
        recorded[name] = {**scheduler_metadata(scheduler), "set_timesteps": call}
        rec.put(f"scheduler.{name}.sigmas", scheduler.sigmas)
        rec.put(f"scheduler.{name}.timesteps", scheduler.timesteps)
        sample = torch.randn(1, 6, 4, generator=generator)
        for k, t in enumerate(scheduler.timesteps):
            velocity = torch.randn(1, 6, 4, generator=generator)
            rec.put(f"scheduler.{name}.step.{k}.sample", sample)
            rec.put(f"scheduler.{name}.step.{k}.model_output", velocity)
            sample = scheduler.step(velocity, t, sample, return_dict=False)[0]
            rec.put(f"scheduler.{name}.step.{k}.prev_sample", sample)
    rec.metadata["scheduler.settings"] = recorded


V090 = dict(block_out_channels=(4, 6, 8, 8), decoder_block_out_channels=(4, 6, 8, 8), layers_per_block=(1, 1, 1, 1, 1),
            decoder_layers_per_block=(1, 1, 1, 1, 1))
V091 = dict(block_out_channels=(4, 6, 8, 8), layers_per_block=(1, 1, 1, 1, 1), decoder_block_out_channels=(8, 16, 32),
            decoder_layers_per_block=(1, 2, 1, 1), decoder_spatio_temporal_scaling=(True, True, True),
            decoder_inject_noise=(True, False, True, True), upsample_residual=(True, True, True), upsample_factor=(2, 2, 2),
            timestep_conditioning=True)
V095 = dict(block_out_channels=(4, 8, 8, 16, 16), down_block_types=("LTXVideo095DownBlock3D",) * 4,
            layers_per_block=(1, 1, 1, 1, 1), spatio_temporal_scaling=(True,) * 4,
            downsample_type=("spatial", "temporal", "spatiotemporal", "spatiotemporal"),
            decoder_block_out_channels=(8, 16, 32), decoder_layers_per_block=(1, 1, 1, 1),
            decoder_spatio_temporal_scaling=(True, True, True), decoder_inject_noise=(False,) * 4,
            upsample_residual=(True, True, True), upsample_factor=(2, 2, 2), timestep_conditioning=True,
            spatial_compression_ratio=32, temporal_compression_ratio=8)
DYNAMIC = dict(use_dynamic_shifting=True, base_shift=0.95, max_shift=2.05, base_image_seq_len=1024, max_image_seq_len=4096,
               shift_terminal=0.1)


def transformer(channels, heads, head_dim, layers, caption):
    return dict(in_channels=channels, out_channels=channels, num_attention_heads=heads, attention_head_dim=head_dim,
                cross_attention_dim=heads * head_dim, num_layers=layers, caption_channels=caption)


def text_encoder(width, heads, layers):
    return dict(d_model=width, d_kv=8, d_ff=2 * width, num_layers=layers, num_heads=heads)


PROMPTS = dict(prompt="a red fox runs through the snow, cinematic lighting", negative_prompt="worst quality, blurry")
CASES = {
    # 0.9.0: plain decoder; an inner width that 6 does not divide; a tall clip; every scheduler option.
    "ltx_t2v": dict(
        pipeline=LTXPipeline, seed=11, text_encoder=text_encoder(16, 3, 2), transformer=transformer(8, 2, 10, 2, 16),
        vae=dict(latent_channels=8, **V090), scheduler=DYNAMIC, height=96, width=64, num_frames=17, **PROMPTS,
        runs={"a": dict(num_inference_steps=3, guidance_scale=3.0, frame_rate=24),
              "b": dict(num_inference_steps=2, guidance_scale=4.0, guidance_rescale=0.6, frame_rate=30, num_frames=9, height=64,
                        width=32, negative_prompt=None),
              "c": dict(num_inference_steps=3, guidance_scale=1.0, frame_rate=23.976, num_frames=1, height=32, width=96)},
        schedulers=True),
    # 0.9.1: a decoder that injects noise between its layers. Its noise is not part of a run's random stream, so only stages.
    "ltx_vae_091": dict(vae_only=True, seed=12, vae=dict(latent_channels=6, **V091), dtype=torch.bfloat16),
    # 0.9.5 and 0.9.7: conditions of every kind; bfloat16 weights in shards; only the old tokenizer file.
    "ltx_conditions": dict(
        pipeline=LTXConditionPipeline, seed=13, text_encoder=text_encoder(12, 2, 2), transformer=transformer(8, 3, 8, 2, 12),
        vae=dict(latent_channels=8, **V095), scheduler={}, height=32, width=64, num_frames=25, dtype=torch.bfloat16,
        shard_size="40KB", slow_tokenizer=True, **PROMPTS,
        inputs={"small": picture(1, 20, 50), "exact": picture(2, 32, 64),
                "clip": np.stack([picture(3 + i, 32, 64) for i in range(17)]),
                "short": np.stack([picture(40 + i, 24, 40) for i in range(4)])},
        runs={"a": dict(num_inference_steps=3, guidance_scale=3.0, frame_rate=25, conditions=[]),
              "b": dict(num_inference_steps=3, guidance_scale=2.0, guidance_rescale=0.7, frame_rate=30, image_cond_noise_scale=0.1,
                        decode_timestep=0.05, decode_noise_scale=0.025,
                        conditions=[{"image": "small", "frame_index": 0, "strength": 1.0},
                                    {"image": "exact", "frame_index": 11, "strength": 0.7}]),
              "c": dict(num_inference_steps=2, guidance_scale=1.0, frame_rate=24, image_cond_noise_scale=0.0,
                        decode_timestep=0.03,
                        conditions=[{"video": "clip", "frame_index": 8, "strength": 1.0},
                                    {"video": "short", "frame_index": 0, "strength": 0.5}]),
              "d": dict(num_inference_steps=8, timesteps=[1000, 993, 987, 981, 975, 909, 725, 0.03], guidance_scale=1.0, frame_rate=24,
                        num_frames=9, conditions=[{"image": "exact", "frame_index": 8, "strength": 1.0}])}),
    # The same model with what its scheduler and its pipeline seldom do: noise in every step; only the end of the schedule, from given
    # latents and from none; a picture behind the end of the clip.
    "ltx_conditions_more": dict(
        model_of="ltx_conditions", pipeline=LTXConditionPipeline, seed=15, last_frame_only=True, height=32, width=32, num_frames=9, **PROMPTS,
        inputs={"picture": picture(60, 32, 32), "latents": np.random.default_rng(61).normal(size=(1, 8, 2, 1, 1)).astype(np.float32)},
        runs={"a": dict(num_inference_steps=3, guidance_scale=2.0, frame_rate=25, image_cond_noise_scale=0.1,
                        scheduler={"stochastic_sampling": True}, conditions=[{"image": "picture", "frame_index": 0, "strength": 0.8}]),
              "b": dict(num_inference_steps=5, guidance_scale=2.0, frame_rate=25, denoise_strength=0.6, latents="input.latents"),
              "c": dict(num_inference_steps=4, guidance_scale=1.0, frame_rate=25, denoise_strength=0.5),
              "d": dict(num_inference_steps=2, guidance_scale=1.0, frame_rate=25,
                        conditions=[{"image": "picture", "frame_index": 40, "strength": 1.0}])}),
    # 0.9.1 from a picture: noise inside of the decoder, and a pipeline that draws the picture's noise first.
    "ltx_image_091": dict(
        pipeline=LTXImageToVideoPipeline, seed=14, last_frame_only=True, text_encoder=text_encoder(8, 2, 1), transformer=transformer(6, 2, 6, 1, 8),
        vae=dict(latent_channels=6, **{**V091, "block_out_channels": (4, 4, 4, 4), "decoder_block_out_channels": (4, 8, 16),
                                            "upsample_residual": (False, True, True)}),
        scheduler=DYNAMIC, height=32, width=32, num_frames=9, dtype=torch.bfloat16, slow_tokenizer=True, no_stages=True, **PROMPTS,
        inputs={"picture": picture(70, 40, 50)},
        runs={"a": dict(num_inference_steps=3, guidance_scale=3.0, frame_rate=25, decode_timestep=0.05, decode_noise_scale=0.025,
                        conditions=[{"image": "picture", "frame_index": 0, "strength": 1.0}])}),
    # What no published model sets, but the reference's classes can.
    "ltx_flags": dict(
        pipeline=LTXPipeline, seed=16, last_frame_only=True, text_encoder=text_encoder(8, 2, 1),
        transformer=dict(transformer(6, 2, 6, 2, 8), norm_elementwise_affine=True, norm_eps=1e-2, attention_bias=False, attention_out_bias=False),
        vae=dict(latent_channels=6, block_out_channels=(4, 4, 8), down_block_types=("LTXVideo095DownBlock3D",) * 2, layers_per_block=(1, 1, 1),
                 spatio_temporal_scaling=(True, True), downsample_type=("conv", "spatiotemporal"), decoder_block_out_channels=(6, 8),
                 decoder_layers_per_block=(1, 1, 1), decoder_spatio_temporal_scaling=(True, True), decoder_inject_noise=(False,) * 3,
                 upsample_residual=(False, True), upsample_factor=(1, 2), patch_size=2, resnet_norm_eps=1e-2, scaling_factor=0.8,
                 encoder_causal=False, decoder_causal=True),
        scheduler=dict(DYNAMIC, num_train_timesteps=500), height=32, width=32, num_frames=9, dtype=torch.bfloat16, slow_tokenizer=True,
        noisy_schedulers=True, **PROMPTS,
        runs={"a": dict(num_inference_steps=3, guidance_scale=3.0, frame_rate=23.98),
              "b": dict(num_inference_steps=3, guidance_scale=1.0, frame_rate=25, scheduler={"stochastic_sampling": True})}),
    # A size that is no multiple of what one latent stands for; one folder for two pipelines; packed latents instead of noise.
    "ltx_sizes": dict(
        pipeline=LTXPipeline, seed=17, last_frame_only=True, text_encoder=text_encoder(8, 2, 1), transformer=transformer(6, 2, 6, 1, 8),
        vae=dict(latent_channels=6, **{**V090, "block_out_channels": (4, 4, 4, 4), "decoder_block_out_channels": (4, 4, 4, 4)}, patch_size=8),
        scheduler=DYNAMIC, height=96, width=160, num_frames=9, dtype=torch.bfloat16, slow_tokenizer=True, no_stages=True, **PROMPTS,
        inputs={"picture": picture(80, 40, 50), "unused": picture(81, 8, 8),
                "tokens": np.random.default_rng(82).normal(size=(1, 4, 6)).astype(np.float32)},
        runs={"a": dict(num_inference_steps=2, guidance_scale=3.0, frame_rate=25),
              "b": dict(pipeline=LTXImageToVideoPipeline, num_inference_steps=2, guidance_scale=1.0, frame_rate=25,
                        conditions=[{"image": "picture", "frame_index": 0, "strength": 1.0}]),
              "c": dict(num_inference_steps=2, guidance_scale=1.0, frame_rate=25, latents="input.tokens")}),
    # Pictures of other shapes than the clip, one of them as it is prepared; one frame alone; float16 weights in many shards; an
    # uneven number of heads; guidance by an empty negative prompt, and letters that the tokenizer does not know.
    "ltx_pictures": dict(
        pipeline=LTXConditionPipeline, seed=20, last_frame_only=True, text_encoder=text_encoder(10, 3, 1), transformer=transformer(6, 5, 4, 2, 10),
        vae=dict(latent_channels=6, block_out_channels=(4, 4, 8), down_block_types=("LTXVideo095DownBlock3D",) * 2, layers_per_block=(1, 1, 1),
                 spatio_temporal_scaling=(True, True), downsample_type=("conv", "spatiotemporal"), decoder_block_out_channels=(4, 4),
                 decoder_layers_per_block=(1, 1, 1), decoder_spatio_temporal_scaling=(True, True), decoder_inject_noise=(False,) * 3,
                 upsample_residual=(False, False), upsample_factor=(1, 1), timestep_conditioning=True),
        scheduler=dict(shift=1.5), height=32, width=32, num_frames=1, dtype=torch.float16, shard_size="20KB", no_stages=True, max_sequence_length=19,
        prompt="Ein Fuchs \u2014 \u72d0\u72f8 \U0001f98a, slow  pan</s>", negative_prompt="",
        inputs={"wide": picture(90, 21, 37), "tall": picture(91, 53, 30)},
        preprocess=dict(picture=picture(92, 83, 30), height=40, width=56),
        runs={"a": dict(num_inference_steps=2, guidance_scale=3.0, guidance_rescale=0.5, frame_rate=12, max_sequence_length=19, decode_timestep=0.05,
                        conditions=[{"image": "wide", "frame_index": 0, "strength": 0.6}]),
              "b": dict(num_inference_steps=2, guidance_scale=2.0, frame_rate=50, max_sequence_length=19, height=64, num_frames=5,
                        image_cond_noise_scale=0.0, conditions=[{"image": "tall", "frame_index": 0, "strength": 1.0},
                                                                {"image": "wide", "frame_index": 4, "strength": 1.0}])}),
    # An encoder and a decoder of different strides, with ratios that are those of neither.
    "ltx_vae_strides": dict(
        vae_only=True, seed=18, dtype=torch.bfloat16,
        vae=dict(latent_channels=6, block_out_channels=(4, 8, 8), down_block_types=("LTXVideo095DownBlock3D",) * 2, layers_per_block=(1, 1, 1),
                 spatio_temporal_scaling=(True, True), downsample_type=("spatiotemporal", "spatial"), decoder_block_out_channels=(8,),
                 decoder_layers_per_block=(1, 1), decoder_spatio_temporal_scaling=(True,), decoder_inject_noise=(False,) * 2,
                 upsample_residual=(True,), upsample_factor=(2,), spatial_compression_ratio=32, temporal_compression_ratio=8)),
}


def make(folder, name, case):
    folder = folder / name
    if not case.get("model_of"):
        folder.mkdir(parents=True, exist_ok=True)
    rec = Recorder()
    rec.metadata["seed"] = case["seed"]
    if case.get("vae_only"):
        vae = randomize(AutoencoderKLLTXVideo(**case["vae"]), case["seed"], case["dtype"])
        vae.to(case["dtype"]).save_pretrained(folder / "model" / "vae")
        record_autoencoder(rec, AutoencoderKLLTXVideo.from_pretrained(folder / "model" / "vae", torch_dtype=torch.float32), case)
    else:
        of_other = case.get("model_of")
        pipe = case["pipeline"].from_pretrained(str(folder.parent / of_other / "model"), torch_dtype=torch.float32) if of_other else build(folder, case)
        pipe.set_progress_bar_config(disable=True)
        for key in ("prompt", "negative_prompt", "height", "width", "num_frames"):
            rec.metadata[key] = case[key]
        rec.metadata["pipeline"] = case["pipeline"].__name__
        rec.metadata["max_sequence_length"] = case.get("max_sequence_length", 256 if case["pipeline"] is LTXConditionPipeline else 128)
        if not of_other and not case.get("no_stages"):
            record_stages(rec, pipe, case)
        for key, value in case.get("inputs", {}).items():
            rec.put("input." + key, torch.from_numpy(value))
        if "preprocess" in case:
            record_preprocessing(rec, pipe, case["preprocess"])
        rec.metadata["runs"] = sorted(case["runs"])
        for letter, run in case["runs"].items():
            if "pipeline" in run:
                rec.metadata[f"run.{letter}.pipeline"] = run["pipeline"].__name__
                own = run["pipeline"](**pipe.components)
                own.set_progress_bar_config(disable=True)
                record_run(rec, own, letter, case, {key: value for key, value in run.items() if key != "pipeline"})
            else:
                record_run(rec, pipe, letter, case, run)
    if case.get("schedulers"):
        record_schedulers(rec, case["seed"])
    if case.get("noisy_schedulers"):
        record_noisy_schedulers(rec, case["seed"])
    if case.get("model_of"):
        rec.save(folder.parent / case["model_of"] / f"{name}.safetensors")
    else:
        rec.save(folder / "reference.safetensors")


if __name__ == "__main__":
    output = Path(sys.argv[1])
    for case_name in sys.argv[2:] or CASES:
        make(output, case_name, CASES[case_name])
        print(case_name)
