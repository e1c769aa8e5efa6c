# Sourced: makes $OCHE_DEPLOY_VENV a Python environment with what stands for AWS, and with the tools that read what is
# exported, once. The script ends with 77 where there can be none.

command -v python3 > /dev/null || { echo 'needs python3, which is not installed'; exit 77; }
if [ ! -e "$OCHE_DEPLOY_VENV/filled" ]; then
  python3 -m venv "$OCHE_DEPLOY_VENV" || { echo 'needs python3-venv, which is not installed'; exit 77; }
  "$OCHE_DEPLOY_VENV/bin/pip" install --quiet --disable-pip-version-check \
    ministack==1.5.33 'moto[server]==5.2.5' awscli==1.46.3 \
    cfn-lint==1.58.0 aws-sam-translator==1.115.0 python-hcl2==8.1.4
  touch "$OCHE_DEPLOY_VENV/filled"
fi
