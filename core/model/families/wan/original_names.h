// The names that the authors of Wan gave the modules of its transformer. Trainers that do not go through diffusers write them into LoRAs.
#pragma once

#include <string>
#include <string_view>

namespace kinora::wan {

// "blocks.3.self_attn.q" → "blocks.3.attn1.to_q"; names that diffusers has, too, stay as they are. (diffusers,
// loaders/lora_conversion_utils.py: _convert_non_diffusers_wan_lora_to_diffusers)
std::string name_in_diffusers(std::string_view module);

}  // namespace kinora::wan
