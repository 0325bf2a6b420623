"""Reads a Final Cut Pro 7 XML file with OpenTimelineIO's adapter and prints what it understands as JSON.

Usage: check_fcp_xml.py FILE.xml
Needs the packages opentimelineio and otio-fcp-adapter.
"""

import json
import sys

import opentimelineio as otio


def frames(time):
    return round(time.value)


def describe_clip(clip):
    place = clip.range_in_parent()
    reference = clip.media_reference
    known = reference.available_range
    own = clip.metadata["fcp_xml"]
    return {
        "name": clip.name,
        "start": frames(place.start_time),
        "length": frames(place.duration),
        "source_in": frames(clip.source_range.start_time),
        "url": reference.target_url,
        "media_frames": frames(known.duration) if known else 0,
        "media_rate": known.duration.rate if known else 0,
        "is_on": own["enabled"] == "TRUE",
        "num_links": len(own.get("link", [])),
    }


def describe(timeline):
    return {
        "name": timeline.name,
        "tracks": [
            {
                "name": track.metadata["fcp_xml"]["@MZ.TrackName"],
                "kind": track.kind,
                "is_on": track.metadata["fcp_xml"]["enabled"] == "TRUE",
                "clips": [describe_clip(item) for item in track if isinstance(item, otio.schema.Clip)],
            }
            for track in timeline.tracks
        ],
        "markers": [
            {
                "name": marker.name,
                "start": frames(marker.marked_range.start_time),
                "length": frames(marker.marked_range.duration),
            }
            for marker in timeline.tracks.markers
        ],
        "length": frames(timeline.duration()),
        "rate": timeline.duration().rate,
    }


def main():
    timeline = otio.adapters.read_from_file(sys.argv[1], adapter_name="fcp_xml")
    if not isinstance(timeline, otio.schema.Timeline):
        sys.exit("the file does not hold one sequence")
    print(json.dumps(describe(timeline)))


if __name__ == "__main__":
    main()
