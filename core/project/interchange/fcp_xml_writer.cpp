#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "core/base/error.h"
#include "core/base/file_io.h"
#include "core/project/interchange/fcp_xml.h"
#include "core/project/interchange/fcp_xml_tracks.h"
#include "core/project/interchange/file_url.h"
#include "core/project/interchange/picture_numbers.h"
#include "core/project/interchange/xml_writer.h"

namespace kinora {

namespace {

namespace fs = std::filesystem;
using fcp::Item;
using fcp::Link;
using fcp::Track;

// How the format says a rate: so many frames a second, or, for NTSC, 1000/1001 of that.
struct Timebase {
    std::int64_t frames = 0;
    bool is_ntsc = false;
};

std::optional<Timebase> timebase_of(const FrameRate& rate) {
    if (!rate.is_valid()) {
        return std::nullopt;
    }
    for (const bool is_ntsc : {false, true}) {
        const std::int64_t numerator = rate.numerator * (is_ntsc ? 1001 : 1);
        const std::int64_t denominator = rate.denominator * (is_ntsc ? 1000 : 1);
        if (numerator % denominator == 0) {
            return Timebase{numerator / denominator, is_ntsc};
        }
    }
    return std::nullopt;
}

class FcpXmlWriter {
 public:
    FcpXmlWriter(const Cut& cut, std::string name, Timebase timebase)
        : cut_(cut), name_(std::move(name)), timebase_(timebase), tracks_(fcp::tracks_of(cut)) {
        for (const Track& track : tracks_.sounds) {
            for (const Item& item : track.items) {
                heard_.insert(item.media);
            }
        }
    }

    FcpXml run() {
        xml_.element("xmeml", {{"version", "5"}}, [&] {
            xml_.element("sequence", {{"id", "sequence-1"}}, [&] { write_sequence(); });
        });
        return {xml_.written(), std::move(left_out_)};
    }

 private:
    void flag(const char* name, bool is_true) { xml_.text(name, is_true ? "TRUE" : "FALSE"); }

    void rate(const Timebase& timebase) {
        xml_.element("rate", [&] {
            xml_.number("timebase", timebase.frames);
            flag("ntsc", timebase.is_ntsc);
        });
    }

    void write_sequence() {
        std::int64_t end = 0;
        for (const CutTrack& track : cut_.tracks) {
            end = track.clips.empty() ? end : std::max(end, track.clips.back().end());
        }
        xml_.text("name", name_);
        xml_.number("duration", end);
        rate(timebase_);
        if (cut_.range) {
            xml_.number("in", cut_.range->start);
            xml_.number("out", cut_.range->end());
        }
        xml_.element("timecode", [&] {
            rate(timebase_);
            xml_.text("string", "00:00:00:00");
            xml_.number("frame", 0);
            xml_.text("displayformat", "NDF");
        });
        xml_.element("media", [&] {
            xml_.element("video", [&] { write_pictures(); });
            if (!tracks_.sounds.empty()) {
                xml_.element("audio", [&] { write_sounds(); });
            }
        });
        for (const Marker& marker : cut_.markers) {
            write_marker(marker);
        }
    }

    void write_size(int width, int height) {
        if (width > 0 && height > 0) {
            xml_.number("width", width);
            xml_.number("height", height);
        }
        flag("anamorphic", false);
        xml_.text("pixelaspectratio", "square");
        xml_.text("fielddominance", "none");
    }

    void write_pictures() {
        xml_.element("format", [&] {
            xml_.element("samplecharacteristics", [&] {
                rate(timebase_);
                write_size(cut_.width, cut_.height);
            });
        });
        for (const Track& track : tracks_.pictures) {
            xml_.element("track", {{"MZ.TrackName", track.cut->name}}, [&] { write_track(track, !track.cut->is_hidden); });
        }
    }

    void write_sounds() {
        xml_.number("numOutputChannels", 2);
        xml_.element("format", [&] {
            xml_.element("samplecharacteristics", [&] {
                xml_.number("depth", 16);
                xml_.number("samplerate", 48000);
            });
        });
        for (const Track& track : tracks_.sounds) {
            XmlWriter::Attributes attributes = {{"MZ.TrackName", track.cut->name},
                                                {"currentExplodedTrackIndex", std::to_string(track.channel - 1)},
                                                {"totalExplodedTrackCount", std::to_string(track.num_channels)}};
            if (track.num_channels <= 2) {
                attributes.push_back({"premiereTrackType", track.num_channels == 1 ? "Mono" : "Stereo"});
            }
            xml_.element("track", attributes, [&] {
                write_track(track, !track.cut->is_muted);
                if (track.num_channels == 2) {
                    xml_.number("outputchannelindex", track.channel);
                }
            });
        }
    }

    void write_track(const Track& track, bool is_enabled) {
        for (const Item& item : track.items) {
            XmlWriter::Attributes attributes = {{"id", item.id}};
            if (track.num_channels == 1 || track.num_channels == 2) {
                attributes.push_back({"premiereChannelType", track.num_channels == 1 ? "mono" : "stereo"});
            }
            xml_.element("clipitem", attributes, [&] { write_item(track, item); });
        }
        flag("enabled", is_enabled);
        flag("locked", track.cut->is_locked);
    }

    void write_item(const Track& track, const Item& item) {
        const std::int64_t source_out = item.source_in + item.range.length;
        xml_.text("name", item.clip->name);
        flag("enabled", item.is_enabled);
        xml_.number("duration", std::max(fcp::num_frames_of(cut_, item.media), source_out));
        rate(timebase_);
        xml_.number("start", item.range.start);
        xml_.number("end", item.range.end());
        xml_.number("in", item.source_in);
        xml_.number("out", source_out);
        if (cut_.media[item.media].kind == AssetKind::image) {
            flag("stillframe", true);
        }
        write_file(item.media);
        if (track.is_sound()) {
            xml_.element("sourcetrack", [&] {
                xml_.text("mediatype", "audio");
                xml_.number("trackindex", track.channel);
            });
        }
        if (const auto& links = tracks_.links.at(item.clip); links.size() > 1) {
            for (const Link& link : links) {
                write_link(link);
            }
        }
    }

    void write_link(const Link& link) {
        xml_.element("link", [&] {
            xml_.text("linkclipref", link.id);
            xml_.text("mediatype", link.is_sound ? "audio" : "video");
            xml_.number("trackindex", static_cast<std::int64_t>(link.track));
            xml_.number("clipindex", static_cast<std::int64_t>(link.place));
            if (link.is_sound) {
                xml_.number("groupindex", 1);
            }
        });
    }

    // A file is described where it is used first; elsewhere its id stands for it.
    void write_file(std::size_t media) {
        const XmlWriter::Attributes id = {{"id", "file-" + std::to_string(media + 1)}};
        if (!described_.insert(media).second) {
            xml_.empty("file", id);
            return;
        }
        const CutMedia& file = cut_.media[media];
        const bool is_still = file.kind == AssetKind::image;
        const auto numbers = numbers_in(file);
        if (numbers) {
            left_out_.push_back(Sentence::of("\"%1\" is a row of numbered pictures, for which Final Cut Pro's XML has no word: its first "
                                             "picture is named; OpenTimelineIO (.otio) names all of them",
                                             file.name));
        }
        xml_.element("file", id, [&] {
            xml_.text("name", file.name);
            xml_.text("pathurl", local_url(numbers ? first_picture(file, *numbers) : file.file));
            const auto timebase = is_still ? timebase_ : timebase_of(file.frame_rate);
            const std::int64_t num_frames = is_still ? fcp::num_frames_of(cut_, media) : file.num_frames;
            // Of a rate that the format has no word for, readers ask the file itself.
            if (timebase && num_frames > 0) {
                rate(*timebase);
                xml_.number("duration", num_frames);
            }
            xml_.element("media", [&] { write_file_media(file, heard_.contains(media) ? fcp::num_channels_of(cut_, media) : 0); });
        });
    }

    void write_file_media(const CutMedia& file, int num_channels) {
        xml_.element("video", [&] {
            if (file.kind == AssetKind::image) {
                flag("stillframe", true);
            }
            xml_.element("samplecharacteristics", [&] { write_size(file.width, file.height); });
        });
        if (num_channels > 0) {
            xml_.element("audio", [&] { xml_.number("channelcount", num_channels); });
        }
    }

    void write_marker(const Marker& marker) {
        xml_.element("marker", [&] {
            xml_.text("name", marker.name);
            xml_.text("comment", marker.prompt);
            xml_.number("in", marker.start);
            xml_.number("out", marker.length > 0 ? marker.start + marker.length : -1);
        });
    }

    const Cut& cut_;
    std::string name_;
    Timebase timebase_;
    fcp::Tracks tracks_;
    std::set<std::size_t> heard_;      // media with sound that is used
    std::set<std::size_t> described_;  // media
    XmlWriter xml_ = XmlWriter("xmeml");
    std::vector<Sentence> left_out_;
};

}  // namespace

FcpXml cut_to_fcp_xml(const Cut& cut, const fs::path& file) {
    const auto timebase = timebase_of(cut.frame_rate);
    if (!timebase) {
        throw FileError(file, Sentence::of("cannot hold a cut at %1 frames per second: Final Cut Pro's XML knows whole numbers of "
                                           "frames and their NTSC forms, such as 30000/1001; export it as OpenTimelineIO (.otio)",
                                           to_string(cut.frame_rate)));
    }
    return FcpXmlWriter(cut, file.stem().string(), *timebase).run();
}

std::vector<Sentence> write_fcp_xml(const Cut& cut, const fs::path& file) {
    FcpXml xml = cut_to_fcp_xml(cut, file);
    write_file_atomically(file, xml.text);
    return std::move(xml.left_out);
}

}  // namespace kinora
