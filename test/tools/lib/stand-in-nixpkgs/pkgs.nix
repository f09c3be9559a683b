# A stand-in for nixpkgs itself: what nix/ calls, giving back what it was asked for instead of a derivation.
{ lib, release ? "25.11" }:
let
  evaluate = modules:
    lib.evalModules {
      # As NixOS does: a module that does not name pkgs does not get it.
      modules = [ ./nixos.nix { _module.args = { inherit pkgs release; }; } ] ++ modules;
    };

  # A test module is a set here: its node is evaluated with what `defaults` says.
  runTest = { imports, defaults }:
    let
      test = builtins.head imports;
      virtual = { options.virtualisation.qemu.options = lib.mkOption { type = lib.types.listOf lib.types.str; default = [ ]; }; };
      nodes = builtins.mapAttrs (_: node: (evaluate [ virtual node defaults ]).config) test.nodes;
      script = if builtins.isFunction test.testScript then test.testScript { inherit nodes; } else test.testScript;
    in
    { inherit (test) name; inherit nodes script; };

  pkgs = {
    inherit lib;
    busybox = "/busybox";
    libubootenv = "/libubootenv";
    coreutils = "/coreutils";
    gnugrep = "/gnugrep";
    gnused = "/gnused";
    nodejs = { type = "derivation"; name = "node"; meta.mainProgram = "node"; outPath = "/nodejs"; };
    installShellFiles = "installShellFiles";
    makeWrapper = "makeWrapper";
    writeScriptBin = name: _: "/scripts/${name}";
    runCommand = name: attributes: script: { inherit name attributes script; };
    fetchurl = { url, hash }: { inherit url hash; };
    buildNpmPackage = attributes: attributes // { outPath = "/wdgen"; };
    importNpmLock = { __functor = _: attributes: attributes; npmConfigHook = "hook"; };
    callPackage = file: more: let f = import file; in f (builtins.intersectAttrs (builtins.functionArgs f) (pkgs // more));

    linux = { src = "/src"; version = "6.12"; };
    linuxManualConfig = kernel: kernel;
    linuxPackagesFor = kernel: { inherit kernel; };

    nixos = modules: evaluate modules;
    testers.runNixOSTest = runTest;
    testers.testBuildFailure = test: test // { mustFail = true; };
  };
in
pkgs
