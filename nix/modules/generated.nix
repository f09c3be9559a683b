# Takes the generated modules in. They cannot be `imports`, because imports may not depend on an option; so they are
# called here, and each of their parts becomes a definition of its own. All arguments that they may name are named
# here: the module system hands out no others.
{
  config,
  lib,
  options,
  pkgs,
  ...
}@args:

let
  cfg = config.services.wdgen;
  treeOf = import ../lib/tree.nix { inherit lib; };
  folder = cfg.tree + "/${cfg.target}";

  contents =
    if treeOf.isBuilt cfg.tree then
      throw "services.wdgen.tree is the result of a build: commit the tree and name its folder."
    else
      map (path: import (folder + "/${path}") args) (treeOf.modules folder);

  part = path: map (lib.attrByPath path { }) contents;
  known = [ "assertions" "boot" "environment" "services" "systemd" ];
  keys = lib.concatMap lib.attrNames contents;
  unknown =
    lib.filter (key: !lib.elem key known) keys
    ++ lib.filter (key: key != "watchdogd") (lib.concatMap lib.attrNames (part [ "services" ]));
in
{
  # Named one by one: which options a module defines may not depend on an option either.
  config = lib.mkIf cfg.enable {
    boot = lib.mkMerge (part [ "boot" ]);
    environment = lib.mkMerge (part [ "environment" ]);
    services.watchdogd = lib.mkMerge (part [ "services" "watchdogd" ]);
    systemd = lib.mkMerge (part [ "systemd" ]);
    assertions = lib.concatMap (content: content.assertions or [ ]) contents ++ [
      {
        assertion = unknown == [ ];
        message = ''
          The generated modules of ${cfg.target} set ${lib.concatStringsSep ", " unknown}, which this version of
          services.wdgen does not take over. Use the module and the command of one version of wdgen.'';
      }
    ];
  };
}
