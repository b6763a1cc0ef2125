"""Makes `world.bin` and `towns.tsv` from Natural Earth (public domain). See README.md for where the inputs come from.

python3 convert.py countries-10m.json ne_10m_populated_places_simple.json
"""

import json
import sys

# Hundredths of a degree: about a kilometre.
UNITS = 100
# How far a line may be from the true one, in degrees.
TOLERANCE = 0.017
# The smallest island that is kept, in square degrees: about 6 square kilometres.
LEAST_AREA = 0.0008


def decoded(topology):
    scale, shift = topology["transform"]["scale"], topology["transform"]["translate"]
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * scale[0] + shift[0], y * scale[1] + shift[1]))
        yield points


def distance(point, start, end):
    (x, y), (ax, ay), (bx, by) = point, start, end
    dx, dy = bx - ax, by - ay
    length = dx * dx + dy * dy
    at = 0 if length == 0 else max(0, min(1, ((x - ax) * dx + (y - ay) * dy) / length))
    return ((x - ax - at * dx) ** 2 + (y - ay - at * dy) ** 2) ** 0.5


def simplified(points):
    """Douglas and Peucker's way, without recursion."""
    kept, spans = {0, len(points) - 1}, [(0, len(points) - 1)]
    while spans:
        first, last = spans.pop()
        if last - first < 2:
            continue
        inner = range(first + 1, last)
        farthest = max(inner, key=lambda at: distance(points[at], points[first], points[last]))
        if distance(points[farthest], points[first], points[last]) > TOLERANCE:
            kept.add(farthest)
            spans += [(first, farthest), (farthest, last)]
    return [points[at] for at in sorted(kept)]


def joined(arcs, numbers):
    points = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += arc[1:] if points else arc
    return points


def in_units(points):
    rounded = [(round(x * UNITS), round(y * UNITS)) for x, y in points]
    return [point for at, point in enumerate(rounded) if at == 0 or point != rounded[at - 1]]


def unwrapped(points):
    """A ring without its leap from 180 to -180 degrees; one around a pole is led along that."""
    turns, straight = 0, [points[0]]
    for (x, y), (before, _) in zip(points[1:], points):
        turns += (before - x > 180) - (before - x < -180)
        straight.append((x + 360 * turns, y))
    if turns:
        pole = 90 if straight[0][1] > 0 else -90
        straight += [(straight[-1][0], pole), (straight[0][0], pole)]
    return straight


def cut(points, inside, edge):
    """What of a ring lies on one side of a meridian."""
    kept = []
    for (ax, ay), (bx, by) in zip(points[-1:] + points[:-1], points):
        if inside(ax) != inside(bx):
            kept.append((edge, ay + (by - ay) * (edge - ax) / (bx - ax)))
        if inside(bx):
            kept.append((bx, by))
    return kept


def at_home(points):
    """A ring as rings between -180 and 180 degrees."""
    straight = unwrapped(points)
    parts = [
        cut(straight, lambda x: -180 <= x <= 180, 180 if max(x for x, _ in straight) > 180 else -180),
        [(x - 360, y) for x, y in cut(straight, lambda x: x > 180, 180)],
        [(x + 360, y) for x, y in cut(straight, lambda x: x < -180, -180)],
    ]
    return [part for part in parts if part]


def area(points):
    pairs = zip(points, points[1:] + points[:1])
    return abs(sum(ax * by - bx * ay for (ax, ay), (bx, by) in pairs)) / 2


def varint(number):
    number = number * 2 if number >= 0 else -number * 2 - 1
    out = bytearray()
    while number >= 0x80:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


def written(lines):
    out = bytearray(varint(len(lines)))
    for line in lines:
        out += varint(len(line))
        x = y = 0
        for px, py in line:
            out += varint(px - x) + varint(py - y)
            x, y = px, py
    return bytes(out)


def rings(geometry):
    polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    return [ring for polygon in polygons for ring in polygon]


def world(topology):
    true = list(decoded(topology))
    arcs = [simplified(points) for points in true]
    outlines = [joined(arcs, ring) for one in topology["objects"]["land"]["geometries"] for ring in rings(one)]
    land = [in_units(part) for ring in outlines for part in at_home(ring)]
    land = [ring for ring in land if len(ring) > 3 and area(ring) >= LEAST_AREA * UNITS * UNITS]
    uses = {}
    for country in topology["objects"]["countries"]["geometries"]:
        for ring in rings(country) if country.get("arcs") else []:
            for number in ring:
                uses[max(number, ~number)] = uses.get(max(number, ~number), 0) + 1
    borders = [in_units(arcs[number]) for number, times in sorted(uses.items()) if times > 1]
    return written(land) + written([line for line in borders if len(line) > 1])


def towns(places):
    rows = set()
    for place in (feature["properties"] for feature in places["features"]):
        names = {place["name"], place["nameascii"]}
        if len(place["iso_a2"] or "") == 2 and place["iso_a2"].isalpha():
            rows |= {(name, place["iso_a2"], f"{place['latitude']:.2f}", f"{place['longitude']:.2f}") for name in names}
    return "".join("\t".join(row) + "\n" for row in sorted(rows))


def main(countries, places):
    with open(countries, encoding="utf-8") as file, open("world.bin", "wb") as out:
        out.write(world(json.load(file)))
    with open(places, encoding="utf-8") as file, open("towns.tsv", "w", encoding="utf-8") as out:
        out.write(towns(json.load(file)))


main(*sys.argv[1:])
