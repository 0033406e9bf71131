"""Skeletons: how people in different places write the ten digits, and shapes that are none."""

# ruff: noqa: E501  (one row a style)
# fmt: off

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Style:
    """One way of writing one digit.

    `path`: strokes separated by "|", each "x,y x,y ..." in hundredths of a box, x to the right,
    y down. The line runs smoothly through the points and turns sharply at those marked "!".
    `weight`: how often it is drawn in training; a plain style is 1.
    """

    key: str
    label: int | None
    title: str
    path: str
    weight: float = 1.0


STYLES: tuple[Style, ...] = (
    Style("0-oval", 0, "Oval", "52,0 18,22 10,58 30,95 55,98 82,70 84,30 60,2 48,2"),
    Style("0-round", 0, "Round", "55,0 12,12 -2,50 14,88 52,100 90,86 102,48 86,12 50,0"),
    Style("0-narrow", 0, "Narrow", "50,0 32,25 30,70 48,100 66,75 68,28 52,0"),
    Style("0-open", 0, "Open at the top", "38,4 12,35 14,75 45,100 78,80 86,40 70,6"),
    Style("0-curl", 0, "Curled in", "58,3 22,18 12,60 38,98 76,80 84,32 58,4 40,12 48,24"),
    Style("0-clockwise", 0, "Written clockwise", "44,2 74,10 88,50 66,94 34,96 12,60 22,16 52,0"),
    Style("0-slashed", 0, "Slashed", "52,0 18,20 10,58 30,96 56,98 84,68 84,28 54,0|86,4! 14,98!"),
    Style("1-stick", 1, "Plain stroke", "50,0! 50,100!"),
    Style("1-slanted", 1, "Slanted stroke", "66,0! 36,100!"),
    Style("1-flag", 1, "Short flag", "30,22! 52,0! 52,100!"),
    Style("1-curved-flag", 1, "Curved flag", "26,24 44,14 54,0! 50,50 50,100!"),
    Style("1-upstroke", 1, "Long upstroke", "10,48! 58,0! 56,100!"),
    Style("1-steep", 1, "Upstroke from the foot", "18,82! 60,0! 58,100!"),
    Style("1-foot", 1, "Flag and foot", "28,22! 52,0! 52,100!|22,100! 82,100!"),
    Style("1-long-foot", 1, "Long upstroke and foot", "8,50! 54,0! 52,98!|18,98! 86,98!"),
    Style("1-swing", 1, "Swung upstroke", "12,36 32,26 58,2! 46,50 36,100!"),
    Style("2-plain", 2, "Plain", "12,22 38,0 78,10 76,42 42,76 8,100! 92,98!"),
    Style("2-looped", 2, "Looped", "10,24 36,0 76,12 70,50 34,88 10,96 12,82 36,86 64,98 94,92"),
    Style("2-sharp", 2, "Sharp", "10,12! 70,2! 84,18 66,48 6,98! 94,98!"),
    Style("2-swan", 2, "Swan", "14,28 26,4 64,2 74,30 50,66 12,94! 34,86 60,98 96,88"),
    Style("2-hook", 2, "Hooked start", "26,34 10,24 28,2 72,6 76,38 44,74 10,98! 90,100!"),
    Style("3-round", 3, "Round", "14,14 44,0 78,14 70,38 42,48! 76,56 86,80 52,100 10,88"),
    Style("3-flat", 3, "Flat top", "12,2! 82,2! 42,40! 74,46 88,72 62,98 12,92"),
    Style("3-looped", 3, "Loop in the middle", "16,12 50,0 76,18 54,44 38,50 44,42 78,58 78,88 8,92"),
    Style("3-shallow", 3, "Shallow middle", "12,10 56,0 78,20 58,46! 82,66 66,96 10,96"),
    Style("3-pointed", 3, "Pointed", "10,6! 78,8! 40,46! 84,70 50,100 8,88"),
    Style("3-small-top", 3, "Small top", "20,12 44,0 66,12 46,34! 74,50 80,82 48,100 12,92"),
    Style("3-slanted", 3, "Slanted", "16,16 52,0 84,8 54,40! 66,62 42,96 4,94"),
    Style("4-open", 4, "Open", "26,0! 8,60! 92,58!|68,26! 62,100!"),
    Style("4-closed", 4, "Closed", "66,100! 66,0! 2,70! 96,70!"),
    Style("4-two", 4, "Closed, two strokes", "62,0! 4,66! 98,66!|64,2! 64,100!"),
    Style("4-cup", 4, "Round cup", "14,0 10,40 34,56 82,42|84,0! 76,100!"),
    Style("4-tall", 4, "Open and tall", "18,0! 10,48! 86,48!|78,0! 72,100!"),
    Style("4-lightning", 4, "Lightning", "44,0! 8,58! 96,56!|62,40! 44,100!"),
    Style("4-one", 4, "Open, one stroke", "20,0! 10,52 28,58 72,46 82,4! 76,100!"),
    Style("4-low", 4, "Low bar", "42,0! 8,68! 88,64!|64,38! 54,100!"),
    Style("4-narrow", 4, "Narrow", "50,0! 24,60! 72,56!|62,40! 50,100!"),
    Style("4-short-stem", 4, "Short stem", "36,0 14,62 34,70 86,56|62,34! 56,98!"),
    Style("4-leaf", 4, "Round, pointed", "30,4 16,40 40,52 74,10! 52,60 44,100!"),
    Style("5-two", 5, "Bar last", "24,2! 18,44! 58,38 86,66 62,98 10,92|24,2! 84,2!"),
    Style("5-one", 5, "One stroke", "84,2! 26,2! 18,44! 56,36 84,64 62,98 8,90"),
    Style("5-snake", 5, "Like an S", "82,6 40,4 18,24 38,44 74,58 70,92 12,94"),
    Style("5-apart", 5, "Bar apart", "26,10! 20,48 62,44 82,70 54,100 10,90|34,2! 88,0!"),
    Style("5-low", 5, "Low belly", "80,0! 30,2! 24,52! 66,54 80,80 52,100 14,94"),
    Style("6-curl", 6, "Curled", "74,4 36,20 12,62 30,98 70,92 78,62 50,52 18,70"),
    Style("6-straight", 6, "Straight stem", "56,0! 20,56 18,88 46,100 70,80 54,60 20,76"),
    Style("6-long", 6, "Tall, small loop", "48,0 22,40 16,84 40,100 62,84 46,68 20,82"),
    Style("6-wide", 6, "Wide loop", "64,0 22,30 6,74 44,100 90,84 82,54 40,50 12,76"),
    Style("7-plain", 7, "Plain", "8,4! 86,2! 38,100!"),
    Style("7-crossed", 7, "Crossed", "10,2! 84,2! 40,100!|22,52! 80,48!"),
    Style("7-hooked", 7, "Hooked start", "12,22! 14,2! 86,4! 44,100!"),
    Style("7-hooked-crossed", 7, "Hooked and crossed", "10,20! 14,4! 86,2! 42,100!|24,54! 78,50!"),
    Style("7-curved", 7, "Curved", "8,8! 44,2 84,4! 56,44 42,100"),
    Style("7-wave", 7, "Wavy top, crossed", "6,14 24,0 56,8 86,0! 52,48 40,100!|26,50! 82,50!"),
    Style("7-low-bar", 7, "Low bar", "14,14 36,2 72,6! 60,50 46,100!|16,68! 92,64!"),
    Style("7-round", 7, "Round, crossed", "10,16 40,0 72,8 66,50 40,100!|24,60! 84,54!"),
    Style("8-snake", 8, "One stroke", "78,12 44,0 22,22 50,46 76,74 48,100 20,76 46,50 76,26 70,6"),
    Style("8-circles", 8, "Two circles", "50,0 28,10 28,36 50,46 72,36 72,10 48,0|50,46 20,62 22,90 50,100 80,88 78,60 48,46"),
    Style("8-open", 8, "Open at the top", "74,4 34,10 30,30 72,64 66,96 26,94 28,64 68,34 82,8"),
    Style("8-hourglass", 8, "Hourglass", "18,6! 80,4! 20,94! 84,98! 16,8!"),
    Style("8-from-middle", 8, "From the middle", "48,48 20,24 46,0 74,20 48,48 18,78 48,100 78,78 48,48"),
    Style("8-slim", 8, "Slim and open", "78,4 46,10 40,34 56,62 46,96 24,88 38,60 66,34 86,6"),
    Style("8-small-top", 8, "Small top loop", "66,12 46,0 36,16 50,36 76,70 50,100 24,74 48,38 64,20 60,6"),
    Style("8-big-top", 8, "Small lower loop", "72,14 40,0 22,24 46,54 62,78 48,100 34,84 50,56 76,26 66,6"),
    Style("9-straight", 9, "Straight stem", "76,14 40,0 16,26 36,50 74,30 78,10! 72,100!"),
    Style("9-hook", 9, "Hooked tail", "76,16 42,0 16,24 36,48 72,32 78,10! 78,70 56,100 16,88"),
    Style("9-curl", 9, "Round tail", "74,22 46,0 18,22 42,48 74,28 76,60 52,98 22,96"),
    Style("9-slanted", 9, "Slanted stem", "84,12 48,0 22,24 40,46 78,22! 48,100!"),
    Style("9-open", 9, "Open loop", "70,4 30,4 20,32 50,46 80,20! 74,62 66,100!"),
    Style("9-two", 9, "Loop, then stem", "70,20 44,2 20,20 36,44 68,34 72,14|76,6! 70,100!"),
    Style("9-flat", 9, "Flat foot", "76,16 42,0 18,24 40,48 74,30 78,12! 76,72 60,96 20,98!"),
    Style("9-swing", 9, "Swung tail", "70,16 40,2 20,18 36,36 64,30 74,10! 84,54 64,94 26,98 4,80"),
    Style("9-small", 9, "Small loop, wide tail", "60,14 40,4 28,18 40,32 60,26 68,8! 88,48 70,92 12,90"),
    Style("9-leaning", 9, "Leaning", "80,10 54,2 36,20 52,32 82,10! 60,60 34,98"),
    Style("9-g", 9, "Like a g", "72,10 38,4 22,26 44,42 70,26 74,10! 74,74 52,100 24,84"),
)

NOT_DIGITS: tuple[Style, ...] = tuple(
    Style(key, None, title, path)
    for key, title, path in (
        ("A", "Letter A", "4,100! 50,0! 96,100!|24,62! 78,62!"),
        ("E", "Letter E", "80,0! 16,0! 16,100! 84,100!|16,48! 70,48!"),
        ("F", "Letter F", "20,100! 20,2! 84,0!|20,46! 70,46!"),
        ("H", "Letter H", "10,0! 10,100!|90,0! 90,100!|10,50! 90,50!"),
        ("K", "Letter K", "16,0! 16,100!|84,2! 18,56! 90,100!"),
        ("L", "Letter L", "20,0! 20,100! 84,98!"),
        ("M", "Letter M", "4,100! 16,0! 50,66! 84,0! 98,100!"),
        ("N", "Letter N", "8,100! 12,0! 88,100! 90,0!"),
        ("P", "Letter P", "20,100! 20,0! 70,4 80,28 58,50 20,54!"),
        ("R", "Letter R", "18,100! 18,0! 70,4 76,30 18,52! 86,100!"),
        ("T", "Letter T", "4,2! 96,2!|50,2! 50,100!"),
        ("U", "Letter U", "8,0! 10,70 50,100 90,70 92,0!"),
        ("V", "Letter V", "6,0! 50,100! 94,0!"),
        ("W", "Letter W", "2,0! 26,100! 50,26! 74,100! 98,0!"),
        ("X", "Letter X", "8,0! 92,100!|92,0! 8,100!"),
        ("a", "Letter a", "76,30 40,16 12,56 36,94 72,64 80,18! 82,84 98,98"),
        ("f", "Letter f", "80,10 52,0 44,40 44,100!|14,44! 80,42!"),
        ("h", "Letter h", "18,0! 18,100!|18,62 50,40 80,56 82,100!"),
        ("k", "Letter k", "20,0! 20,100!|76,36! 22,68! 80,100!"),
        ("m", "Letter m", "4,100! 6,20! 6,50 28,18 46,46 48,100! 48,50 72,18 92,46 94,100!"),
        ("n", "Letter n", "12,100! 14,14! 14,50 50,14 84,46 86,100!"),
        ("plus", "Plus", "50,4! 50,96!|4,50! 96,50!"),
        ("equals", "Equals", "6,30! 94,30!|6,70! 94,70!"),
        ("parallel", "Two lines", "30,0! 30,100!|70,0! 70,100!"),
        ("question", "Question mark", "16,24 44,0 82,18 52,48 50,74!|50,96 51,97"),
        ("check", "Check mark", "4,56! 36,96! 98,4!"),
        ("arrow", "Arrow", "2,50! 98,50!|66,18! 98,50! 66,82!"),
        ("heart", "Heart", "50,28! 24,0 0,30 50,98! 100,30 76,0 50,28!"),
        ("star", "Star", "18,98! 50,0! 84,98! 2,36! 98,36! 18,98!"),
        ("triangle", "Triangle", "50,4! 96,94! 4,94! 50,4!"),
        ("house", "House", "10,100! 10,44! 50,0! 90,44! 90,100! 10,100!"),
        ("grid", "Grid", "34,0! 34,100!|68,0! 68,100!|0,34! 100,34!|0,68! 100,68!"),
        ("spiral", "Spiral", "50,50 60,44 62,60 40,64 34,38 66,28 80,60 50,86 14,60 30,10 90,8 100,70"),
        ("zigzag", "Zigzag", "2,0! 98,18! 2,36! 98,54! 2,72! 98,96!"),
        ("waves", "Waves", "2,50 18,20 34,80 50,20 66,80 82,20 98,60"),
        ("face", "Face", "50,0 8,20 4,70 50,100 96,70 92,20 50,0|32,34 33,38|66,34 67,38|28,66 50,80 72,66"),
        ("infinity", "Infinity", "50,50 22,24 2,50 22,76 50,50 78,24 98,50 78,76 50,50"),
        ("hash", "Hash", "36,0! 28,100!|72,0! 64,100!|4,34! 98,32!|2,70! 96,68!"),
    )
)
"""Letters and figures that nobody would take for a digit. (C, D, I, O, S, Z, b, q are left out.)"""
