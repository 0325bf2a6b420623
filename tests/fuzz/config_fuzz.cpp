// Any bytes as the config.json of a component: refused with an error of ours, or read into values within their limits.
// The first byte chooses the reader.
#include <array>
#include <string_view>

#include "core/base/bounded_json.h"
#include "core/base/error.h"
#include "core/model/diffusion/flow_match_euler_config.h"
#include "core/model/diffusion/unipc_multistep_config.h"
#include "core/model/families/ltx_video/config.h"
#include "core/model/families/wan/autoencoder_config.h"
#include "core/model/families/wan/transformer_config.h"
#include "core/model/text/t5_config.h"
#include "core/model/vision/clip_vision_config.h"

using namespace kinora;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using Read = void (*)(const ConfigReader&);
    static constexpr std::array<Read, 9> readers = {
        [](const ConfigReader& config) { ltx_video::TransformerConfig::read(config); },
        [](const ConfigReader& config) {
            const auto c = ltx_video::AutoencoderConfig::read(config);
            for (std::size_t block = 0; block < c.num_down_blocks(); ++block) {
                static_cast<void>(c.downsample_stride(block));
            }
        },
        [](const ConfigReader& config) { read_t5_config(config); },
        [](const ConfigReader& config) { FlowMatchEulerConfig::read(config); },
        [](const ConfigReader& config) { UniPCMultistepConfig::read(config); },
        [](const ConfigReader& config) { wan::TransformerConfig::read(config, "WanTransformer3DModel"); },
        [](const ConfigReader& config) { wan::TransformerConfig::read(config, "WanVACETransformer3DModel"); },
        [](const ConfigReader& config) {
            const auto c = wan::AutoencoderConfig::read(config);
            static_cast<void>(c.spatial_ratio() + c.temporal_ratio() + c.encoder_temporal_ratio());
        },
        [](const ConfigReader& config) { static_cast<void>(ClipVisionConfig::read(config).num_tokens()); },
    };
    if (size == 0) {
        return 0;
    }
    const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
    try {
        readers[data[0] % readers.size()](ConfigReader(parse_bounded_json(text, {}, "fuzz"), "fuzz"));
    } catch (const Error&) {  // what a bad file is to give
    }
    return 0;
}
