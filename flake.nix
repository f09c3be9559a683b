{
  description = "wdgen: one typed watchdog spec in, the NixOS, Buildroot and systemd files out";

  inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixos-25.11";

  outputs = { nixpkgs, ... }: import ./nix/outputs.nix { inherit nixpkgs; };
}
