#include "core/model/diffusion/flow_match_euler_config.h"

#include <string>
#include <utility>

namespace kinora {

FlowMatchEulerConfig FlowMatchEulerConfig::read(const ConfigReader& config) {
    FlowMatchEulerConfig c;
    c.num_train_timesteps = config.integer("num_train_timesteps", c.num_train_timesteps, 1, 1'000'000);
    c.shift = config.number("shift", c.shift, 1e-6, 1e6);
    c.use_dynamic_shifting = config.boolean("use_dynamic_shifting", c.use_dynamic_shifting);
    c.base_shift = config.number("base_shift", c.base_shift, -100.0, 100.0);
    c.max_shift = config.number("max_shift", c.max_shift, -100.0, 100.0);
    c.base_image_seq_len = config.integer("base_image_seq_len", c.base_image_seq_len, 0, 1 << 30);
    c.max_image_seq_len = config.integer("max_image_seq_len", c.max_image_seq_len, 0, 1 << 30);
    c.invert_sigmas = config.boolean("invert_sigmas", c.invert_sigmas);
    c.shift_terminal = config.number("shift_terminal", c.shift_terminal, 0.0, 0.999);
    c.stochastic_sampling = config.boolean("stochastic_sampling", c.stochastic_sampling);
    const std::string time_shift = config.text("time_shift_type", "exponential");
    if (time_shift != "exponential" && time_shift != "linear") {
        config.fail("time_shift_type", Sentence::of("must be exponential or linear"));
    }
    c.time_shift_type = time_shift == "linear" ? TimeShift::linear : TimeShift::exponential;
    int num_spacings = 0;
    for (const auto& [key, spacing] : {std::pair("use_karras_sigmas", Spacing::karras),
                                       std::pair("use_exponential_sigmas", Spacing::exponential),
                                       std::pair("use_beta_sigmas", Spacing::beta)}) {
        if (config.boolean(key, false)) {
            c.spacing = spacing;
            ++num_spacings;
        }
    }
    if (num_spacings > 1) {
        config.fail("use_karras_sigmas", Sentence::of("excludes use_exponential_sigmas and use_beta_sigmas"));
    }
    if (c.base_image_seq_len == c.max_image_seq_len) {
        config.fail("max_image_seq_len", Sentence::of("must differ from base_image_seq_len"));
    }
    return c;
}

}  // namespace kinora
