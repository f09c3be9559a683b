# Durations of a spec ("90s") and of systemd's settings, which also take seconds without a unit.
let
  units = {
    "" = 1000;
    ms = 1;
    s = 1000;
    sec = 1000;
    m = 60000;
    min = 60000;
    h = 3600000;
    d = 86400000;
  };

  # Milliseconds; a text that is none of these stays as it is, and is equal to itself only.
  normal =
    value:
    let
      parts = builtins.match "0*([1-9][0-9]*) *([a-z]*)" (toString value);
      unit = builtins.elemAt parts 1;
    in
    if parts == null || !(units ? ${unit}) then
      toString value
    else
      builtins.fromJSON (builtins.elemAt parts 0) * units.${unit};
in
{
  isSame = a: b: normal a == normal b;
}
