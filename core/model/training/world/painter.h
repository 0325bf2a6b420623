// Drawing with signed distances: a figure is a union of simple primitives whose distance to each pixel's centre is known,
// so every edge is anti-aliased at any size and angle, without textures or supersampling.
//
// World coordinates: x to the right, y up, the origin in the middle of the frame; the shorter side of the frame reaches
// from -1 to 1. Local coordinates are those of one object before its Placement.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace kinora::training {

struct Point {
    float x = 0.0f;
    float y = 0.0f;
};

struct Colour {  // sRGB, 0..1
    float red = 0.0f;
    float green = 0.0f;
    float blue = 0.0f;
};

Colour mix(const Colour& from, const Colour& to, float amount);
Colour shade(const Colour& colour, float factor);

struct Primitive {
    enum class Kind : std::uint8_t { ellipse, box, polygon, annulus, below_curve };
    Kind kind = Kind::ellipse;
    Point centre;               // unused by polygons
    Point half;                 // half width and half height; annulus: radius of its middle line and half its thickness
    float corner = 0.0f;        // box: radius of its corners
    float angle = 0.0f;         // radians, counter-clockwise, about the centre
    std::vector<Point> points;  // polygon, in order
    float height = 0.0f, amplitude = 0.0f;  // below_curve: everything under
    float frequency = 0.0f, phase = 0.0f;   //   y = height + amplitude * sin(frequency * x + phase)
};

Primitive ellipse(Point centre, Point half, float angle = 0.0f);
Primitive circle(Point centre, float radius);
Primitive box(Point centre, Point half, float corner = 0.0f, float angle = 0.0f);
Primitive polygon(std::vector<Point> points);
Primitive annulus(Point centre, float radius, float half_thickness);
Primitive below_curve(float height, float amplitude = 0.0f, float frequency = 0.0f, float phase = 0.0f);

struct Layer {
    std::vector<Primitive> shape;   // the union of these …
    std::vector<Primitive> within;  // … as far as it lies in the union of these, if there are any
    Colour colour;
    float alpha = 1.0f;
    float softness = 0.0f;  // width of the edge in world units; below a pixel it is a pixel
    float grow = 0.0f;      // in world units; makes outlines
    bool turns = true;      // false: what light makes, such as a highlight, stays while the object turns
};

struct Placement {
    Point position;
    float angle = 0.0f;          // radians, counter-clockwise
    Point scale = {1.0f, 1.0f};  // a negative x mirrors
};

struct View {
    Point centre;
    float zoom = 1.0f;
};

class Canvas {
  public:
    Canvas(int width, int height);

    int width() const { return width_; }
    int height() const { return height_; }
    Point half_size() const;  // of the frame, in world units

    // From `bottom` at world height y0 to `top` at y1.
    void fill_gradient(const Colour& bottom, const Colour& top, float y0, float y1, const View& view);
    void draw(const Layer& layer, const Placement& placement, const View& view);
    // Adds light along the edge of the layer's shape, fading over `reach` world units.
    void draw_glow(const Layer& layer, const Placement& placement, const View& view, float reach);

    // Three planes of width * height samples, 0..1, row by row.
    std::vector<float>& plane(std::size_t channel) { return planes_[channel]; }

    // Writes width * height RGB triples.
    void write_rgb(std::uint8_t* rgb) const;

  private:
    struct PixelBox;
    struct Mapping;

    Mapping mapping(const Placement& placement, const View& view) const;
    PixelBox bounds(const Layer& layer, const Mapping& map, float margin) const;
    void measure_row(const Layer& layer, const Mapping& map, const PixelBox& box, int y);

    int width_;
    int height_;
    float pixels_per_unit_;
    std::vector<float> planes_[3];
    std::vector<float> distances_;  // of one row, in local units
    std::vector<float> other_;
};

}  // namespace kinora::training
