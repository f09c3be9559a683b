# The same without flakes: import ./nix { }
{
  pkgs ? import <nixpkgs> { },
}:

rec {
  wdgen = pkgs.callPackage ./package.nix { };
  overlay = import ./overlay.nix;
  nixosModules.default = import ./modules;
  lib = import ./lib { inherit (pkgs) lib; };
  # Virtual machines, what must be refused, and the examples.
  tests = import ./tests { inherit pkgs; };
  checks =
    tests
    // lib.checksFor {
      inherit pkgs wdgen;
      root = ../examples;
    };
}
