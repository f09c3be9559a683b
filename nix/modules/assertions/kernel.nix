# The kernel that is built has the driver. nixpkgs checks system.requiredKernelConfig only for kernels of others, and
# such a kernel (linuxManualConfig) ignores the options that a module asks for.
{ config, lib, ... }:

let
  cfg = config.services.wdgen;
  fragment = cfg.tree + "/${cfg.target}/kernel/watchdog.config";
  kernel = config.boot.kernelPackages.kernel or { };

  patches = lib.filter (patch: (patch.name or "") == "wdgen-watchdog") config.boot.kernelPatches;
  lost = (import ../../lib/kernel.nix { inherit lib; }).lost {
    inherit kernel patches;
    fragment = if builtins.pathExists fragment then builtins.readFile fragment else "";
  };
  lines = map ({ symbol, value }: "CONFIG_${symbol}=${toString value}") lost;
in
[
  {
    assertion = lost == [ ];
    message = ''
      ${cfg.target}: the kernel lost options that the watchdog needs: ${lib.concatStringsSep ", " lines}. Another module forces another
      value, or the kernel has a configuration of its own: merge kernel/watchdog.config into that.'';
  }
]
