"""Makes the reference case of UniPC's options: schedules and steps alone, without a model.

    pip install (as for make_reference_cases.py)
    python make_unipc_case.py OUTPUT_FOLDER
"""
import sys
from pathlib import Path

import numpy as np
import torch
from diffusers import UniPCMultistepScheduler

from make_reference_cases import Recorder

SEED = 23
SHAPE = (1, 3, 1, 2, 2)
STEPS = {"num_inference_steps": 5}
# name: config, call. Where a last step to zero is not finite in the reference, the schedule ends at sigma_min.
SETTINGS = {
    "order1_n1": ({"solver_order": 1}, {"num_inference_steps": 1}),
    "order2_n2": ({"flow_shift": 3.0}, {"num_inference_steps": 2}),
    "order2_n25": ({"flow_shift": 12.0}, {"num_inference_steps": 25}),
    "order3_n2": ({"solver_order": 3}, {"num_inference_steps": 2}),
    "order3_n8": ({"solver_order": 3, "flow_shift": 5.0}, {"num_inference_steps": 8}),
    "order4_n9": ({"solver_order": 4}, {"num_inference_steps": 9}),
    "bh1_order1": ({"solver_order": 1, "solver_type": "bh1", "final_sigmas_type": "sigma_min"}, STEPS),
    "bh1_order3": ({"solver_order": 3, "solver_type": "bh1", "final_sigmas_type": "sigma_min"}, {"num_inference_steps": 7}),
    "full_order_final": ({"lower_order_final": False, "final_sigmas_type": "sigma_min"}, STEPS),
    "full_order_final_order1": ({"lower_order_final": False, "solver_order": 1}, STEPS),
    "no_corrector": ({"disable_corrector": [0, 1, 2, 3, 4, 5]}, STEPS),
    "late_corrector_order3": ({"disable_corrector": [-1, 0, 3], "solver_order": 3, "flow_shift": 3.0}, {"num_inference_steps": 7}),
    "thresholding": ({"thresholding": True, "dynamic_thresholding_ratio": 0.8, "sample_max_value": 1.05}, STEPS),
    "shift_terminal": ({"shift_terminal": 0.1, "flow_shift": 3.0}, STEPS),
    "dynamic": ({"use_dynamic_shifting": True}, {**STEPS, "mu": 1.3}),
    "dynamic_linear": ({"use_dynamic_shifting": True, "time_shift_type": "linear"}, {**STEPS, "mu": 1.7}),
    "given_sigmas": ({"flow_shift": 3.0}, {"sigmas": [1.0, 0.9, 0.35, 0.05]}),
    "other_training": ({"num_train_timesteps": 333, "flow_shift": 0.5}, STEPS),
    "spacing_ignored": ({"timestep_spacing": "trailing", "steps_offset": 1, "solver_type": "heun"}, STEPS),
    "karras": ({"use_karras_sigmas": True}, STEPS),
    "karras_scaled_linear": ({"use_karras_sigmas": True, "beta_schedule": "scaled_linear", "beta_end": 0.012}, STEPS),
    "karras_limits": ({"use_karras_sigmas": True, "sigma_min": 0.02, "sigma_max": 80.0, "final_sigmas_type": "sigma_min"}, STEPS),
    "karras_given_sigmas": ({"use_karras_sigmas": True}, {"sigmas": [0.05, 0.3, 0.95]}),
}


def make(folder):
    folder.mkdir(parents=True)
    rec = Recorder()
    generator = torch.Generator().manual_seed(SEED)
    recorded = {}
    for name, (config, call) in SETTINGS.items():
        scheduler = UniPCMultistepScheduler(prediction_type="flow_prediction", use_flow_sigmas=True, **config)
        scheduler.set_timesteps(**{key: np.array(value) if key == "sigmas" else value for key, value in call.items()})
        recorded[name] = {"class": type(scheduler).__name__, "set_timesteps": call,
                          "config": {key: value for key, value in scheduler.config.items() if not key.startswith("_")}}
        rec.put(f"scheduler.{name}.sigmas", scheduler.sigmas)
        rec.put(f"scheduler.{name}.timesteps", scheduler.timesteps)
        sample = torch.randn(SHAPE, generator=generator)
        for k, t in enumerate(scheduler.timesteps):
            velocity = torch.randn(SHAPE, generator=generator)
            step = f"scheduler.{name}.step.{k}."
            rec.put(step + "sample", sample)
            rec.put(step + "model_output", velocity)
            sample = scheduler.step(velocity, t, sample, return_dict=False)[0]
            rec.put(step + "prev_sample", sample)
        assert torch.isfinite(sample).all(), name
    rec.metadata["scheduler.settings"] = recorded
    rec.save(folder / "reference.safetensors")


if __name__ == "__main__":
    make(Path(sys.argv[1]) / "unipc")
