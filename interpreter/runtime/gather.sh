# shellcheck shell=bash

# gather copy|link DIRECTORY: all that put_file has named, under their keys: as copies, or as links to where they lie, which cost nothing.
# Neighbours go together, in portions because a command line has a limit.
gather() {
  local k from=0 style to this last=''
  for k in "${!PUT_KEY[@]}"; do
    gather_style "$1" "$k"
    this=$REPLY
    if [[ $this != "$last" ]] || ((k - from == 500)); then
      gather_some "$1" "$2" "$from" "$k" || return
      from=$k last=$this
    fi
  done
  gather_some "$1" "$2" "$from" ${#PUT_KEY[@]}
}

# gather_style copy|link INDEX: REPLY is the same for those that one command can take. `whole`: the key ends with the path of the file;
# `flat`: with its name; `as`: it has another name; `text`: a link that is kept where only files can be.
gather_style() {
  local key=${PUT_KEY[$2]} file=${PUT_FILE[$2]}
  if [[ /$key == */"$file" ]]; then
    style=whole to=${key%"$file"}
  elif [[ ${key##*/} == "${file##*/}" ]]; then
    style=flat to=${key%/*}
  else
    style=as to=$key
  fi
  if [[ $1 == link && -z ${PUT_FOLLOW[$2]} && -L ${PUT_IN[$2]}/$file ]]; then style=text to=$key; fi
  REPLY=$style,${PUT_FOLLOW[$2]},${PUT_IN[$2]}//$to
}

# gather_some copy|link DIRECTORY FROM TO
gather_some() {
  local links=-P in=${PUT_IN[$3]-} root=$2 style to
  (($4 > $3)) || return 0
  gather_style "$1" "$3"
  [[ -z ${PUT_FOLLOW[$3]} ]] || links=-L
  to=$2/$to
  ERROR=$({ "gather_$1" "${PUT_FILE[@]:$3:$4-$3}"; } 2>&1)
}

gather_copy() {
  local folder=$to
  local -a copy=(cp -R "$links" '--preserve=mode,timestamps')
  [[ $style != as ]] || folder=${to%/*}
  # From within, so that a store that is away is not made anew.
  cd -- "$root" && { [[ -d $folder ]] || mkdir -p -- "./${folder#"$root"}"; } && cd -- "$in" || return
  case $style in
  whole) "${copy[@]}" --parents -t "$to" -- "$@" ;;
  flat) "${copy[@]}" -t "$to" -- "$@" ;;
  as) "${copy[@]}" -T -- "$1" "$to" ;;
  esac
}

# gather_link: cp wants absolute names for links, and keeps all of them; so they are made aside, and moved together
gather_link() {
  local aside=$RUN_DIR/gather.$BASHPID
  case $style in
  whole)
    mkdir -p -- "$to" "$aside" && cp -s --parents -t "$aside" -- "${@/#/"$in/"}" && cp -RP -T -- "$aside/$in" "$to"
    local status=$?
    rm -rf -- "$aside"
    return "$status"
    ;;
  flat) mkdir -p -- "$to" && ln -s -t "$to" -- "${@/#/"$in/"}" ;;
  as) mkdir -p -- "${to%/*}" && ln -s -T -- "$in/$1" "$to" ;;
  text) mkdir -p -- "${to%/*}" && readlink -n -- "$in/$1" >"$to" ;;
  esac
}
