final: _: {
  wdgen = final.callPackage ./package.nix { };
}
