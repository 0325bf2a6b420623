#include "core/model/families/wan/original_names.h"

#include <algorithm>
#include <array>
#include <utility>

namespace kinora::wan {

namespace {

using Names = std::pair<std::string_view, std::string_view>;

constexpr std::array<Names, 9> outside_of_blocks = {
    Names{"text_embedding.0", "condition_embedder.text_embedder.linear_1"},
    Names{"text_embedding.2", "condition_embedder.text_embedder.linear_2"},
    Names{"time_embedding.0", "condition_embedder.time_embedder.linear_1"},
    Names{"time_embedding.2", "condition_embedder.time_embedder.linear_2"},
    Names{"time_projection.1", "condition_embedder.time_proj"},
    Names{"img_emb.proj.1", "condition_embedder.image_embedder.ff.net.0.proj"},
    Names{"img_emb.proj.3", "condition_embedder.image_embedder.ff.net.2"},
    Names{"head.head", "proj_out"},
    Names{"patch_embedding", "patch_embedding"},
};

// The ends of names within a block.
constexpr std::array<Names, 14> in_blocks = {
    Names{".self_attn.q", ".attn1.to_q"},       Names{".self_attn.k", ".attn1.to_k"},
    Names{".self_attn.v", ".attn1.to_v"},       Names{".self_attn.o", ".attn1.to_out.0"},
    Names{".cross_attn.q", ".attn2.to_q"},      Names{".cross_attn.k", ".attn2.to_k"},
    Names{".cross_attn.v", ".attn2.to_v"},      Names{".cross_attn.o", ".attn2.to_out.0"},
    Names{".cross_attn.k_img", ".attn2.add_k_proj"}, Names{".cross_attn.v_img", ".attn2.add_v_proj"},
    Names{".ffn.0", ".ffn.net.0.proj"},         Names{".ffn.2", ".ffn.net.2"},
    Names{".before_proj", ".proj_in"},          Names{".after_proj", ".proj_out"},
};

}  // namespace

std::string name_in_diffusers(std::string_view module) {
    if (const auto found = std::ranges::find(outside_of_blocks, module, &Names::first); found != outside_of_blocks.end()) {
        return std::string(found->second);
    }
    const auto found = std::ranges::find_if(in_blocks, [&](const Names& names) { return module.ends_with(names.first); });
    return found == in_blocks.end() ? std::string(module)
                                    : std::string(module.substr(0, module.size() - found->first.size())) + std::string(found->second);
}

}  // namespace kinora::wan
