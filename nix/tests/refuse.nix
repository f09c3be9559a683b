# A configuration that must be refused, by the assertion whose message has these words.
{ pkgs, name }:
{
  # The configuration, and the words.
  module,
  words,
}:

let
  inherit (pkgs) lib;
  inherit (pkgs.nixos [ module ]) config;
  failed = map (one: one.message) (lib.filter (one: !one.assertion) config.assertions);
  found = lib.any (lib.hasInfix words) failed;
in
assert lib.assertMsg found ''
  ${name}: no assertion failed with "${words}", only: ${lib.concatStringsSep "; " failed}'';
pkgs.runCommand "wdgen-refuses-${name}" { } ''touch "$out"''
