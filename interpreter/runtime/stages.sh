# shellcheck shell=bash
# shellcheck disable=SC2034 # the words below fill arrays that other fragments read

# The words in which the stages are written below. They only note things down: nothing runs before `main` does.
no_stages_yet() {
  declare -g BOX_USER='' SETUP='' SETUP_LIMIT=0
  declare -gA STAGE_INDEX=() NEEDED=() PASSWD=()
  declare -ga STAGE=() ORIGIN=() RUN=() RUN_LINE=() LIMIT=() ATTEMPTS=() BACKOFF=() RETRY_ON=() ALONE=() ON_FAILURE=() STAGE_CWD=() NEEDS=() OFF=() CONDITION=() FINGERPRINT=()
  declare -ga ENV_FIRST=() ENV_NAME=() ENV_VALUE=()
  declare -ga INPUT_FIRST=() INPUT_KIND=() INPUT_PATH=()
  declare -ga OUTPUT_FIRST=() OUTPUT_PATH=() OUTPUT_KIND=() OUTPUT_UPLOAD=() OUTPUT_EVERY=() OUTPUT_AS=()
  declare -ga EXPECT_FIRST=() EXPECT_OF=() EXPECT_WHAT=() EXPECT_MIN=() EXPECT_MAX=() EXPECT_TEXT=() EXPECT_SHOWN=()
  declare -ga PACKAGES=() SERVICES=() SETUP_NAME=() SETUP_VALUE=() USERS=() STAGE_USER=()
  declare -ga PREBUILT_URL=() PREBUILT_MISSING=() PREBUILT_PATHS=() PREBUILT_BUILD=() PREBUILT_STAGE=() PREBUILT_USERS=() BROUGHT=()
  declare -ga SECRET_NAME=() SECRET_SOURCE=() SECRET_VALUE=() STAGE_SECRETS=() MASK=()
  declare -ga NEED_KIND=() NEED_TEXT=() NEED_VERSION=() NEED_STAGE=()
}

# stage NAME PLACE: everything up to the next `stage` is about it
stage() {
  local i=${#STAGE[@]}
  STAGE[i]=$1 ORIGIN[i]=$2 STAGE_INDEX["$1"]=$i
  LIMIT[i]=0 ATTEMPTS[i]=1 BACKOFF[i]=0 RETRY_ON[i]='' ALONE[i]=1 ON_FAILURE[i]=continue STAGE_CWD[i]='' NEEDS[i]='' OFF[i]='' CONDITION[i]='' RUN[i]='' STAGE_SECRETS[i]='' STAGE_USER[i]=''
  INPUT_FIRST[i]=${#INPUT_PATH[@]} INPUT_FIRST[i + 1]=${#INPUT_PATH[@]}
  OUTPUT_FIRST[i]=${#OUTPUT_PATH[@]} OUTPUT_FIRST[i + 1]=${#OUTPUT_PATH[@]}
  EXPECT_FIRST[i]=${#EXPECT_OF[@]} EXPECT_FIRST[i + 1]=${#EXPECT_OF[@]}
  ENV_FIRST[i]=${#ENV_NAME[@]} ENV_FIRST[i + 1]=${#ENV_NAME[@]}
}

# needs STAGE [PATH…]: waits for it, because of these
needs() {
  local i=$((${#STAGE[@]} - 1)) to=${STAGE_INDEX["$1"]}
  NEEDS[i]+="$to "
  NEEDED["$i:$to"]=${2-}
}

# limit SECONDS: for one attempt
limit() { LIMIT[${#STAGE[@]} - 1]=$1; }

# attempts COUNT BACKOFF ON…: seconds between them; ON is exit, timeout, spot
attempts() {
  local i=$((${#STAGE[@]} - 1))
  ATTEMPTS[i]=$1 BACKOFF[i]=$2 RETRY_ON[i]=" ${*:3} "
}

# beside_others: it is no measurement, so it may overlap
beside_others() { ALONE[${#STAGE[@]} - 1]=0; }

stop_on_failure() { ON_FAILURE[${#STAGE[@]} - 1]=stop; }

# fingerprint SHA256 NAME=DIGEST…: what identifies its work, whole and by parts
fingerprint() { FINGERPRINT[${#STAGE[@]} - 1]=$*; }

works_in() { STAGE_CWD[${#STAGE[@]} - 1]=$1; }

# off WHY: decided when it was compiled
off() { OFF[${#STAGE[@]} - 1]=$1; }

sets() {
  ENV_NAME+=("$1") ENV_VALUE+=("$2")
  ENV_FIRST[${#STAGE[@]}]=${#ENV_NAME[@]}
}

# runs_as NAME: where the machine is provisioned
runs_as() { STAGE_USER[${#STAGE[@]} - 1]=$1; }

# gets NAME…: these secrets, as variables
gets() { STAGE_SECRETS[${#STAGE[@]} - 1]=" $* "; }

# takes KIND PATH: a file, directory or glob that must be there before it starts
takes() {
  INPUT_KIND+=("$1") INPUT_PATH+=("$2")
  INPUT_FIRST[${#STAGE[@]}]=${#INPUT_PATH[@]}
}

# asks KIND WHAT [VERSION]: what the machine must have; checked before the first stage
asks() { NEED_KIND+=("$1") NEED_TEXT+=("$2") NEED_VERSION+=("${3-}") NEED_STAGE+=($((${#STAGE[@]} - 1))); }

# leaves KIND PATH [upload|keep] [CHECKPOINT-SECONDS] [AS]
leaves() {
  OUTPUT_KIND+=("$1") OUTPUT_PATH+=("$2") OUTPUT_UPLOAD+=("${3-upload}") OUTPUT_EVERY+=("${4-$CHECKPOINT}") OUTPUT_AS+=("${5-}")
  OUTPUT_FIRST[${#STAGE[@]}]=${#OUTPUT_PATH[@]}
}

# expects WHAT MIN MAX [TEXT [SHOWN]]: of the output above, or of the log before any output; an empty MIN or MAX is open
expects() {
  local last=$((${#STAGE[@]} - 1)) of=log
  ((${#OUTPUT_PATH[@]} > OUTPUT_FIRST[last])) && of=$((${#OUTPUT_PATH[@]} - 1))
  EXPECT_OF+=("$of") EXPECT_WHAT+=("$1") EXPECT_MIN+=("$2") EXPECT_MAX+=("$3") EXPECT_TEXT+=("${4-}") EXPECT_SHOWN+=("${5-}")
  EXPECT_FIRST[last + 1]=${#EXPECT_OF[@]}
}

# runs [LINE] <<'MARK': the text that follows, as data; LINE of campaign.yaml is its first
runs() {
  RUN_LINE[${#STAGE[@]} - 1]=${1-1}
  IFS= read -r -d '' "RUN[${#STAGE[@]} - 1]" || :
}

# at_line LINE TEXT: REPLY is TEXT behind so many empty lines that bash speaks of its lines as campaign.yaml has them
at_line() {
  printf -v REPLY '%*s' $(($1 - 1)) ''
  REPLY=${REPLY// /$'\n'}$2
}
