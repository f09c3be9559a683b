# A feeder that is killed and cannot come back leaves the timer running: the machine is reset.
{ machine }:
{
  name = "applet-killed";

  nodes.machine = machine "applet";

  testScript = ''
    machine.start(allow_reboot=True)
    machine.wait_for_unit("watchdog-feeder.service")
    first = machine.succeed("cat /proc/sys/kernel/random/boot_id")

    # A mask in /run would be hidden by the unit in /etc; a drop-in is not.
    machine.succeed(
        "mkdir -p /run/systemd/system/watchdog-feeder.service.d",
        "printf '[Service]\\nRestart=no\\n' > /run/systemd/system/watchdog-feeder.service.d/stay-dead.conf",
        "systemctl daemon-reload",
    )
    machine.execute("systemctl kill --signal=SIGKILL watchdog-feeder.service", check_return=False)
    machine.connected = False
    machine.wait_for_unit("watchdog-feeder.service", timeout=300)
    assert first != machine.succeed("cat /proc/sys/kernel/random/boot_id")
  '';
}
