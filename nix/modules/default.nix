# services.wdgen: a generated tree in a NixOS configuration.
{
  imports = [
    ./options.nix
    ./generated.nix
    ./assertions.nix
  ];
}
