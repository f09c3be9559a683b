# The tree is there, and is what wdgen wrote. Whether it is that of the spec: feeder.nix, as far as that can be seen
# without wdgen, and lib/checks.nix.
{ config, lib, ... }:

let
  cfg = config.services.wdgen;
  targets = (import ../../lib/spec.nix { inherit lib; }).targets cfg.spec;
  treeOf = import ../../lib/tree.nix { inherit lib; };
  folder = cfg.tree + "/${cfg.target}";
  changed = treeOf.changed folder;
in
[
  {
    assertion = targets ? ${cfg.target};
    message = ''
      services.wdgen.target: ${toString cfg.spec} has no target ${cfg.target}, only ${lib.concatStringsSep ", " (lib.attrNames targets)}.'';
  }
  {
    assertion = (targets.${cfg.target}.platform or "nixos") == "nixos";
    message = "services.wdgen.target: ${cfg.target} is not a NixOS target.";
  }
  {
    assertion = !(targets ? ${cfg.target}) || treeOf.files folder != [ ];
    message = "services.wdgen: no generated tree at ${toString folder}. Run: wdgen generate --target ${cfg.target}";
  }
  {
    assertion = changed == [ ];
    message = ''
      Files of ${cfg.target} are not what wdgen wrote: ${lib.concatStringsSep ", " changed}. What was changed by hand belongs into
      the spec; then run: wdgen generate --target ${cfg.target} --force'';
  }
]
