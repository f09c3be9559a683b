# What a flake or a Nix file calls. Nothing here builds anything to evaluate something: see tree.nix.
{ lib }:

let
  spec = import ./spec.nix { inherit lib; };
  states = import ./states.nix { inherit lib; };
in
{
  # Names of a spec's targets.
  targets = file: lib.attrNames (spec.targets file);

  # Every setting of a target with its state: { "watchdog.runtime" = { state = "deferred"; deferred = "30s"; .. }; .. }
  states = file: target: states.all (spec.targets file).${target};

  # A NixOS module for one target, from its spec and the tree that was committed.
  module =
    {
      spec,
      tree,
      target,
    }:
    {
      imports = [ ../modules ];
      services.wdgen = {
        enable = true;
        inherit spec tree target;
      };
    };

  # One check a target, for the `checks` of a flake and for Hydra.
  checksFor = import ./checks.nix { inherit lib; };
}
