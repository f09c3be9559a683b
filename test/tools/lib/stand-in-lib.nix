# The few functions of nixpkgs' lib that a generated module may use, with the results that nixpkgs gives.
{
  kernel = {
    yes = { tristate = "y"; optional = false; };
    no = { tristate = "n"; optional = false; };
    module = { tristate = "m"; optional = false; };
    freeform = text: { freeform = text; optional = false; };
  };
  mkForce = content: { _type = "override"; priority = 50; inherit content; };
}
