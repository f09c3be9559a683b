# A machine that is a target of ./machines/watchdog.toml.
target: {
  imports = [ ../modules ];

  services.wdgen = {
    enable = true;
    spec = ./machines/watchdog.toml;
    tree = ./machines/generated;
    inherit target;
  };
}
