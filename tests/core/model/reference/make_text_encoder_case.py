"""Makes the reference case of text encoders alone: the stages of two in one file, a T5 in the folder `model` and a UMT5 in
`model_umt5`, as the encoders of two families of video models.

    pip install (as for make_reference_cases.py)
    python make_text_encoder_case.py OUTPUT_FOLDER
"""
import json
import sys
from pathlib import Path

import torch
from transformers import T5Config, T5EncoderModel, UMT5Config, UMT5EncoderModel

from make_reference_cases import Recorder, randomize, tokenizer

SEED = 19
TEXTS = ["a red fox runs through the snow", "", "  two  spaces,\t tab and a </s> token <extra_id_3> café 🦊 ", "一只红色的狐狸 ¼ ﬁsh ＡＢＣ \u200bx",
         "the old lighthouse keeper walks up the stairs with a lamp and looks at the sea"]
BASE = dict(decoder_start_token_id=0, dense_act_fn="gelu_new", feed_forward_proj="gated-gelu", tie_word_embeddings=True)
# Heads that together are wider, or narrower, than the model; uneven numbers of layers; numbers of buckets and lengths that nothing divides.
ENCODERS = {
    "t5": dict(folder="model", pipeline="LTXPipeline", length=37, bias_step=16, dtype=torch.float16, shard_size="5GB",
               left_out="spiece.model", pieces={}, model=T5EncoderModel,
               config=T5Config(**BASE, d_model=22, d_kv=10, num_heads=3, d_ff=34, num_layers=3, vocab_size=291)),
    "umt5": dict(folder="model_umt5", pipeline="WanPipeline", length=53, bias_step=11, dtype=torch.bfloat16, shard_size="12KB",
                 left_out="tokenizer.json", pieces=dict(vocab_size=440, byte_fallback=True), model=UMT5EncoderModel,
                 config=UMT5Config(**BASE, d_model=18, d_kv=3, num_heads=5, d_ff=26, num_layers=2, vocab_size=560,
                                   relative_attention_num_buckets=14, relative_attention_max_distance=30)),
}

torch.set_grad_enabled(False)


def build(folder, seed, encoder):
    tok = tokenizer(folder / "tokenizer", **encoder["pieces"])
    tok.save_pretrained(folder / "tokenizer")
    (folder / "tokenizer" / encoder["left_out"]).unlink()
    randomize(encoder["model"](encoder["config"]), seed, encoder["dtype"]).to(encoder["dtype"]).save_pretrained(
        folder / "text_encoder", max_shard_size=encoder["shard_size"])
    index = {"_class_name": encoder["pipeline"], "text_encoder": ["transformers", encoder["model"].__name__],
             "tokenizer": ["transformers", "T5TokenizerFast"]}
    (folder / "model_index.json").write_text(json.dumps(index, indent=2))
    return tok, encoder["model"].from_pretrained(folder / "text_encoder", dtype=torch.float32).eval()


def record(rec, name, length, bias_step, tok, model):
    rec.metadata[f"{name}.tokenizer.max_length"] = length
    rec.metadata[f"{name}.tokenizer.texts"] = [{"text": text, "cleaned": text} for text in TEXTS]
    batch = tok(TEXTS, padding="max_length", max_length=length, truncation=True, return_tensors="pt")
    for i in range(len(TEXTS)):
        rec.put(f"{name}.tokenizer.{i}.input_ids", batch.input_ids[i:i + 1])
        rec.put(f"{name}.tokenizer.{i}.attention_mask", batch.attention_mask[i:i + 1])
    stage = f"{name}.text_encoder."
    masked = model(batch.input_ids, attention_mask=batch.attention_mask, output_hidden_states=True)
    rec.put(stage + "input_ids", batch.input_ids)
    rec.put(stage + "attention_mask", batch.attention_mask)
    rec.put(stage + "output", masked.last_hidden_state)
    rec.put(stage + "output_without_mask", model(batch.input_ids[:2]).last_hidden_state)
    for i, hidden in enumerate(masked.hidden_states):
        rec.put(f"{stage}hidden_states.{i}", hidden[:1])
    bias = model.encoder.block[0].layer[0].SelfAttention.compute_bias(length, length)
    rec.put(stage + "position_bias.block0", bias[:, :, ::bias_step])


def make(folder):
    folder.mkdir(parents=True)
    rec = Recorder()
    rec.metadata["seed"] = SEED
    rec.metadata["pipeline"] = "(text only) T5EncoderModel and UMT5EncoderModel"
    for index, (name, encoder) in enumerate(ENCODERS.items()):
        tok, model = build(folder / encoder["folder"], SEED + index, encoder)
        assert len(tok) <= encoder["config"].vocab_size, len(tok)
        record(rec, name, encoder["length"], encoder["bias_step"], tok, model)
    rec.save(folder / "reference.safetensors")


if __name__ == "__main__":
    make(Path(sys.argv[1]) / "text_encoders")
