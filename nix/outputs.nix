# What the flake gives.
{ nixpkgs }:

let
  inherit (nixpkgs) lib;
  systems = [ "x86_64-linux" "aarch64-linux" ];
  eachSystem = make: lib.genAttrs systems (system: make (import ./. { pkgs = nixpkgs.legacyPackages.${system}; }));
in
{
  packages = eachSystem (
    { wdgen, ... }:
    {
      inherit wdgen;
      default = wdgen;
    }
  );
  overlays.default = import ./overlay.nix;
  nixosModules.default = import ./modules;
  lib = import ./lib { inherit lib; };
  checks = eachSystem ({ checks, ... }: checks);
}
