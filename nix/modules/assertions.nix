# What must not get lost between the spec and the system that is built.
{ config, lib, ... }@args:

let
  cfg = config.services.wdgen;
  from = file: import file args;
in
{
  config = lib.mkIf cfg.enable {
    assertions =
      from ./assertions/tree.nix
      ++ from ./assertions/release.nix
      ++ from ./assertions/feeder.nix
      ++ from ./assertions/kernel.nix;
  };
}
