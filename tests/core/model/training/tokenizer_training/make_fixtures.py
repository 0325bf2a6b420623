"""Records the ids that transformers gives for texts, beside which the test puts its own.

    python make_fixtures.py TOKENIZER_FOLDER CAPTIONS.txt > fixtures/token_ids.json

TOKENIZER_FOLDER is what write_tokenizer_folder wrote; CAPTIONS.txt holds captions, one a line. Made with
transformers 5.23.0, sentencepiece 0.2.3, tokenizers as they require.
"""
import json
import random
import sys

from transformers import T5Tokenizer

ARBITRARY = [
    "A Red BALL Bouncing on Green Grass",
    "a crocodile in Paris, eating croissants at Café de Flore",
    "一只熊貓在竹林裡吃竹子。",
    "ａ ｆｕｌｌ－ｗｉｄｔｈ　ｂａｌｌ！",
    "a 🚀 flies 👨‍👩‍👧 over the 🌍",
    "mixed 中文 and English 文字 ball球",
    "don't stop; it's the robot's \"house\" (blue) — 50% off…",
    "ÀÉÎÕÜ naïve résumé e\u0301",
    "   many   spaces\ttabs ",
    "кошка и собака",
    "日本語のテキスト 猫が走る",
    "한국어 텍스트",
    "<pad> </s> <unk> <extra_id_0> a<unk>b",
    "xX_pixel-art_Xx 1234567890 4K 8K 3D",
    "▁red ▁ ball",
    "ﬁ ﬀ ² ½ ℃",
    "",
]
POOL = ("abcdefghijklmnopqrstuvwxyzABCXYZ 0123456789.,!?'-\"  "
        "红绿球车上下在的一个草地跳zé€漢字ßœ¿…，。！ａＢ　\u00a0\u200b\u0301\u200d\ufe0f😀👍🏽🇩🇪ÅéÑ²½")


def main():
    tokenizer = T5Tokenizer.from_pretrained(sys.argv[1])
    with open(sys.argv[2], encoding="utf-8", newline="\n") as file:
        texts = file.read().split("\n")[:-1]
    draw = random.Random(1)
    texts += ARBITRARY + ["".join(draw.choice(POOL) for _ in range(draw.randint(1, 40))) for _ in range(200)]
    cases = [{"text": text, "ids": tokenizer(text, add_special_tokens=False).input_ids} for text in texts]
    print("[\n" + ",\n".join(json.dumps(case, ensure_ascii=False) for case in cases) + "\n]")


main()
