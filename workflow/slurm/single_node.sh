#!/bin/sh
# A SLURM cluster of one node on this machine, from Debian's packages slurm-wlm and munge, without systemd; as root.
#
#   sh workflow/slurm/single_node.sh start FOLDER    starts munged, slurmctld and slurmd; all their files are in FOLDER
#   sh workflow/slurm/single_node.sh stop FOLDER     stops them and frees /etc/slurm/slurm.conf
#
# The one file outside FOLDER is the link /etc/slurm/slurm.conf: jobs look there, because the executor plugin clears
# every variable that could name another place. A machine that already has a configuration is left alone.
set -eu

CONFIGURATION=/etc/slurm/slurm.conf
PORT=${FRICTIONS_SLURM_PORT:-16817}

fail() {
    echo "error: $1" >&2
    exit 1
}

configure() {
    mkdir -p "$folder/state" "$folder/spool" "$folder/munge"
    chmod 755 "$folder" "$folder/munge"
    head -c 1024 /dev/urandom >"$folder/munge/key"
    chmod 400 "$folder/munge/key"
    chown -R munge:munge "$folder/munge"
    node=$(hostname -s)
    cat >"$folder/slurm.conf" <<EOF
ClusterName=single
SlurmctldHost=$node(127.0.0.1)
SlurmctldPort=$PORT
SlurmdPort=$((PORT + 1))
SlurmUser=root
AuthType=auth/munge
CredType=cred/munge
AuthInfo=socket=$folder/munge/socket
# Nothing that needs systemd or control groups.
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
MpiDefault=none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core_Memory
# Look for a place as soon as a job comes or ends.
SchedulerParameters=batch_sched_delay=0,sched_min_interval=0,sched_interval=1,bf_interval=1
# How a job ended must stay known until Snakemake asks.
MinJobAge=86400
# A job whose node was lost is started again by Snakemake, not by SLURM behind its back.
JobRequeue=0
KillWait=2
ReturnToService=2
StateSaveLocation=$folder/state
SlurmdSpoolDir=$folder/spool
SlurmctldPidFile=$folder/slurmctld.pid
SlurmdPidFile=$folder/slurmd.pid
SlurmctldLogFile=$folder/slurmctld.log
SlurmdLogFile=$folder/slurmd.log
SlurmdParameters=config_overrides
NodeName=$node NodeAddr=127.0.0.1 CPUs=$(getconf _NPROCESSORS_ONLN) RealMemory=$(awk '/^MemTotal/ {print int($2 / 1024)}' /proc/meminfo)
PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE State=UP
EOF
}

start() {
    [ "$(id -u)" = 0 ] || fail "starting SLURM needs root"
    for program in munged slurmctld slurmd sinfo setpriv; do
        command -v "$program" >/dev/null || fail "no $program here; Debian's packages slurm-wlm and munge have it"
    done
    [ ! -e "$CONFIGURATION" ] || fail "$CONFIGURATION exists: this machine belongs to a cluster, or another one runs"
    mkdir -p "$folder" "$(dirname "$CONFIGURATION")"
    folder=$(cd "$folder" && pwd)
    configure
    ln -sfn "$folder/slurm.conf" "$CONFIGURATION"
    setpriv --reuid munge --regid munge --clear-groups munged --key-file "$folder/munge/key" \
        --socket "$folder/munge/socket" --pid-file "$folder/munge/pid" --log-file "$folder/munge/log" \
        --seed-file "$folder/munge/seed" || { stop; fail "munged does not start; see $folder/munge/log"; }
    slurmctld && slurmd || { stop; fail "SLURM does not start; see the logs in $folder"; }
    tries=0
    until [ "$(sinfo --noheader --format=%t 2>/dev/null)" = idle ]; do
        tries=$((tries + 1))
        [ "$tries" -le 100 ] || { stop; fail "the node is not ready after 20 s; see the logs in $folder"; }
        sleep 0.2
    done
}

stop() {
    # Jobs end first: what supervises them stays until it has told the controller.
    jobs=$(scontrol listpids 2>/dev/null | awk 'NR > 1 && $1 > 0 {print $1}' || true)
    scancel --quiet --user="$(id -un)" 2>/dev/null || true
    for job in $jobs; do
        kill -KILL "$job" 2>/dev/null || true
    done
    tries=0
    while [ -n "$(squeue --noheader 2>/dev/null)" ] && [ "$tries" -lt 100 ]; do
        tries=$((tries + 1))
        sleep 0.1
    done
    # A daemon removes the file with its number before it ends, so the numbers are read first.
    daemons=$(cat "$folder/slurmd.pid" "$folder/slurmctld.pid" "$folder/munge/pid" 2>/dev/null || true)
    for daemon in $daemons; do
        kill "$daemon" 2>/dev/null || true
    done
    for daemon in $daemons; do
        tries=0
        while [ -e "/proc/$daemon/exe" ] && [ "$tries" -lt 100 ]; do
            tries=$((tries + 1))
            sleep 0.1
        done
        kill -KILL "$daemon" 2>/dev/null || true
    done
    if [ "$(readlink "$CONFIGURATION" 2>/dev/null)" = "$folder/slurm.conf" ]; then
        rm -f "$CONFIGURATION"
    fi
}

[ $# -eq 2 ] || fail "usage: single_node.sh start|stop FOLDER"
folder=$2
case $1 in
start) start ;;
stop) stop ;;
*) fail "usage: single_node.sh start|stop FOLDER" ;;
esac
