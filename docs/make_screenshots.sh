#!/bin/sh
# Pictures of the studio: a real generation with the embedded model, dark and light, English and Chinese.
#
#     docs/make_screenshots.sh BUILD_FOLDER OUTPUT_FOLDER
#
# On a busy machine, KINORA_SCREENSHOT_START gives models more seconds to be found, and KINORA_SCREENSHOT_LIVE_AFTER steps to be made.
# Needs xvfb, xdotool, imagemagick, and a font with Chinese signs. Touches no settings but those of a home of its own.
set -eu

build=$(cd "$1" && pwd)
mkdir -p "$2"
output=$(cd "$2" && pwd)
source=$(cd "$(dirname "$0")/.." && pwd)
size=${KINORA_SCREENSHOT_SIZE:-1600x1000}
home=$(mktemp -d)
display=:$((100 + $$ % 400))

export HOME="$home" XDG_CONFIG_HOME="$home/config" XDG_DATA_HOME="$home/data" XDG_CACHE_HOME="$home/cache" XDG_RUNTIME_DIR="$home/run"
export DISPLAY="$display" QT_QPA_PLATFORM=xcb LC_ALL=C.UTF-8
mkdir -p "$home/run" && chmod 700 "$home/run"

Xvfb "$display" -screen 0 "${size}x24" -nolisten tcp >/dev/null 2>&1 &
server=$!
studio=
clean_up() {
    [ -n "$studio" ] && kill "$studio" 2>/dev/null && wait "$studio" 2>/dev/null
    kill "$server" 2>/dev/null
    rm -rf "$home"
}
trap clean_up EXIT INT TERM
sleep 1

shoot() { import -window root "$output/$1.png"; }

# $1: "dark" or "light"; $2: "en" or "zh_CN"; $3: whether the welcome page is shown; $4: the project, the last one where there is none.
start() {
    settings="$home/config/kinora/kinora.ini"
    mkdir -p "${settings%/*}"
    geometry=$([ -f "$settings" ] && grep -v '^theme=\|^language=\|^\[appearance\]\|^welcome=' "$settings" || true)
    printf '[appearance]\ntheme=%s\nlanguage=%s\n\n[window]\nwelcome=%s\n\n%s\n' "$1" "$2" "$3" "$geometry" >"$settings"
    "$build/bin/kinora" ${4:+"$4"} &
    studio=$!
    window=$(xdotool search --sync --onlyvisible --pid "$studio" --name Kinora | head -n 1)
    xdotool windowmove "$window" 0 0 windowsize "$window" "${size%x*}" "${size#*x}"
    sleep "${KINORA_SCREENSHOT_START:-8}"
    xdotool windowfocus "$window"  # nobody manages windows here
    sleep 1
}

stop() {
    kill "$studio"
    wait "$studio" 2>/dev/null || true
    studio=
}

takes() { find "$home" -path '*takes/*.mkv' 2>/dev/null | wc -l; }

# Generates a take and waits for it; takes "$1-live" on the way.
generate() {
    before=$(takes)
    xdotool key ctrl+Return
    sleep "${KINORA_SCREENSHOT_LIVE_AFTER:-1.5}"
    shoot "$1-live"
    for _ in $(seq 240); do
        [ "$(takes)" -gt "$before" ] && break
        sleep 1
    done
    sleep 3
}

# A command by its name in the language of the window, as somebody without a mouse gives it.
give() {
    xdotool windowfocus "$window"  # a dialog that has closed has taken it along
    xdotool key ctrl+k
    sleep 1
    xdotool type --delay 20 "$1"
    sleep 0.5
    xdotool key Return
    sleep 1
}

# Everything that is behind something else in the layouts. $1: the beginning of the pictures' names; $2 ... $8: in the window's language,
# the commands that bring it up.
shoot_panels() {
    xdotool key ctrl+4
    sleep 1
    give "$2"
    xdotool key Escape
    sleep 1
    shoot "$1-models"
    give "$3"
    shoot "$1-log"
    give "$4"
    sleep 4
    shoot "$1-compare"
    give "$5"
    give "$6"
    give "$6"
    shoot "$1-keyframes"
    give "$7"
    sleep 1
    shoot "$1-export"
    xdotool key Escape
    sleep 1
    give "$8"
    shoot "$1-shortcuts"
    xdotool key Escape
    sleep 1
    xdotool key ctrl+1
    sleep 1
}

shoot_panels_in() {
    case "$2" in
        en) shoot_panels "$1" "Verify Model" "Show Log" "Monitor: Compare" "Hold this frame as a keyframe" \
                "Snap Keyframes to the Latent Grid" "Export" "Keyboard Shortcuts" ;;
        zh_CN) shoot_panels "$1" "校验模型" "显示日志" "监视器：对比" "将此帧保留为关键帧" \
                "关键帧吸附到潜空间网格" "导出" "键盘快捷键" ;;
    esac
}

start dark en true
shoot dark-en-first  # with the welcome page
generate dark-en
shoot dark-en-clip
xdotool key ctrl+3
sleep 1
shoot dark-en-render
xdotool key ctrl+2
sleep 1
shoot dark-en-edit
xdotool key ctrl+4
sleep 1
shoot dark-en-inspect
xdotool key ctrl+1
sleep 1
generate dark-en-second
shoot_panels_in dark-en en
stop
for look in "light en false" "dark zh_CN false" "light zh_CN false"; do
    # shellcheck disable=SC2086
    start $look
    name=$(echo "${look% *}" | tr ' ' -)
    shoot "$name-write"
    xdotool key ctrl+4
    sleep 1
    shoot "$name-inspect"
    xdotool key ctrl+1
    sleep 1
    shoot_panels_in "$name" "${name#*-}"
    stop
done
# The sample project's timeline: a clip's handles, and the ghost of a loop.
cp -r "$source/resources/sample" "$home/sample"
for look in dark light; do
    start "$look" en false "$home/sample/sample.kinora"
    xdotool key ctrl+2
    sleep 1
    row=$((${size#*x} * 80 / 100))
    xdotool mousemove $((${size%x*} * 12 / 100)) "$row" click 1
    sleep 1
    xdotool key 0  # all of it
    sleep 2
    xdotool mousemove $((${size%x*} * 34 / 100)) "$row"
    sleep 1
    shoot "$look-en-handles"
    xdotool key shift+l
    sleep 1
    shoot "$look-en-ghost"
    xdotool key Escape
    stop
done
