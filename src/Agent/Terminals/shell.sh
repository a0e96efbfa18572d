# What an interactive bash of a terminal starts with. Read from a descriptor, so no file of it lies in the sandbox.
[ -r /etc/profile ] && . /etc/profile
[ -r /etc/bash.bashrc ] && . /etc/bash.bashrc
PS1='\[\e[1;32m\]\w\[\e[0m\] \$ '
HISTCONTROL=ignoreboth
HISTSIZE=10000
HISTFILESIZE=20000
shopt -s histappend checkwinsize
if command -v dircolors >/dev/null; then
    eval "$(dircolors -b)"
    alias ls='ls --color=auto'
    alias grep='grep --color=auto'
fi
alias ll='ls -l'
# The user's own word is the last.
[ -r ~/.bashrc ] && . ~/.bashrc
