# One file a behaviour. `boots` run in virtual machines with QEMU's i6300ESB timer, `refused` only evaluate: there, a
# configuration that contradicts the spec must not evaluate.
{ pkgs }:

let
  machine = import ./machine.nix;
  boots = {
    systemd-feeds = ./systemd-feeds.nix;
    applet-feeds = ./applet-feeds.nix;
    applet-killed = ./applet-killed.nix;
    deferred-is-not-enforced = ./deferred-is-not-enforced.nix;
  };
  refused = {
    second-feeder = ./second-feeder.nix;
    pid1-beside-applet = ./pid1-beside-applet.nix;
    deferred-but-fed = ./deferred-but-fed.nix;
    fed-no-more = ./fed-no-more.nix;
    other-release = ./other-release.nix;
    lost-kernel-option = ./lost-kernel-option.nix;
    unknown-target = ./unknown-target.nix;
  };
  inherit (pkgs) lib;

  boot =
    test:
    pkgs.testers.runNixOSTest {
      imports = [ test ];
      defaults.virtualisation.qemu.options = [ "-device i6300esb" ];
    };
  refuse = name: file: import ./refuse.nix { inherit pkgs name; } (import file { inherit machine; });
in
lib.mapAttrs (_: file: boot (import file { inherit machine; })) boots
// lib.mapAttrs refuse refused
// {
  # The proof that such a test can fail: the same machine, with nobody who feeds the timer, does not come back.
  no-feeder-is-noticed = pkgs.testers.testBuildFailure (
    boot (import ./systemd-feeds.nix { machine = _: machine "deferred"; })
  );
}
