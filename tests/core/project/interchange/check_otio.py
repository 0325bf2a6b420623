"""Reads an OpenTimelineIO file with the official package, prints what it understands as JSON, and writes the file again.

Usage: check_otio.py FILE.otio AGAIN.otio
Needs the package opentimelineio.
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
    return {
        "name": clip.name,
        "start": frames(place.start_time),
        "length": frames(place.duration),
        "source_in": frames(clip.source_range.start_time),
        "url": reference.target_url,
        "media_frames": frames(known.duration) if known else 0,
        "num_versions": len(clip.media_references()),
        "is_on": clip.enabled,
    }


def describe(timeline):
    return {
        "tracks": [
            {
                "name": track.name,
                "kind": track.kind,
                "is_on": track.enabled,
                "clips": [describe_clip(item) for item in track if isinstance(item, otio.schema.Clip)],
            }
            for track in timeline.tracks
        ],
        "markers": [
            {
                "name": marker.name,
                "colour": marker.color,
                "start": frames(marker.marked_range.start_time),
                "length": frames(marker.marked_range.duration),
            }
            for marker in timeline.tracks.markers
        ],
        "length": frames(timeline.duration()),
        "rate": timeline.duration().rate,
    }


def main():
    timeline = otio.adapters.read_from_file(sys.argv[1])
    if not isinstance(timeline, otio.schema.Timeline):
        sys.exit("the file holds no timeline")
    otio.adapters.write_to_file(timeline, sys.argv[2])
    print(json.dumps(describe(timeline)))


if __name__ == "__main__":
    main()
