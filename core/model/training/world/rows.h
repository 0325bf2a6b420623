// The inner loops of Canvas, one row of pixels each, compiled for the vector units at hand; and that of the probe, which
// looks for what was drawn. Private to both.
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/model/training/world/painter.h"

namespace kinora::training::rows {

// Where the pixels of a row lie in an object's coordinates: pixel i at (x + i * dx, y + i * dy).
struct Ray {
    float x, y, dx, dy;
};

// Each takes the smaller of distance[i] and the distance to a primitive, negative inside.
void min_ellipse(float* distance, std::size_t n, Ray ray, float half_width, float half_height);
void min_box(float* distance, std::size_t n, Ray ray, float half_width, float half_height, float corner);
void min_annulus(float* distance, std::size_t n, Ray ray, float radius, float half_thickness);
void min_polygon(float* distance, std::size_t n, Ray ray, const Point* points, std::size_t num_points, float* winding);
void min_curve(float* distance, std::size_t n, Ray ray, float height, float amplitude, float frequency, float phase);

// The larger of both.
void intersect(float* distance, const float* other, std::size_t n);

// Mixes `value` in by how much of each pixel is covered: distance * scale is the distance in edge widths.
void cover(float* samples, const float* distance, std::size_t n, float value, float alpha, float scale, float grow);
void add_glow(float* samples, const float* distance, std::size_t n, float value, float scale);

// Adds to score[i] by how much `colour` is nearer to a pixel than what was known of it: weight * valid * (unknown - the
// squared difference, at most `most`).
void add_explained(float* score, std::size_t n, const float* const planes[3], const float* valid, const float* unknown,
                   const Colour& colour, float weight, float most);

void interleave(std::uint8_t* rgb, const float* red, const float* green, const float* blue, std::size_t n);

}  // namespace kinora::training::rows
