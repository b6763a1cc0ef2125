# Makes the fonts of this folder from those of Debian’s fonts-noto-core: sh subset.sh
U='U+0020-007E,U+00A0-017F,U+0180-024F,U+0259,U+02BB,U+02BC,U+02C6,U+02C7,U+02D8-02DD,U+0300-0304,U+0306-030C,U+0323,U+0326-0328,U+0370-03FF,U+0400-04FF,U+1E00-1EFF,U+2010-2015,U+2018-201F,U+2020-2022,U+2026,U+2030,U+2032,U+2033,U+2039,U+203A,U+2044,U+20A0-20BF,U+2116,U+2122,U+2190-2193,U+2212'
for w in Regular Bold; do
python3 -m fontTools.subset /usr/share/fonts/truetype/noto/NotoSans-$w.ttf --unicodes="$U" --layout-features=kern,liga,ccmp,locl,mark,mkmk --no-hinting --desubroutinize --name-IDs='0,1,2,3,4,5,6,13,14' --output-file=NotoSans-$w.ttf
done
